/** Which findings a change is to be asked about, for `--changed`. */
import { fileURLToPath } from 'node:url';
import type { Finding, Location } from '../../language/model/finding.ts';
import { changesSince, type Changes } from './git.ts';
import type { Workspace } from './workspace.ts';

/**
 * A finding counts where its place, a place that it points at, or the text of what it is about was touched: so one in a
 * file that did not change counts as well where a change elsewhere brought it about.
 * @throws UsageError as `changesSince` does.
 */
export function touchedSince(revision: string, workspace: Workspace): (finding: Finding) => boolean {
  const byDocument = new Map<string, Changes>();
  const ownText = new Map<Finding, readonly Location[]>();
  for (const { root, texts, analysis } of workspace.projects) {
    const changes = changesSince(revision, root);
    for (const uri of texts.keys()) byDocument.set(uri, changes);
    for (const finding of analysis.findings) ownText.set(finding, analysis.ownText[finding.subject ?? ''] ?? []);
  }
  const isTouched = ({ uri, range }: Location): boolean => {
    const changes = uri.startsWith('file:') ? byDocument.get(uri)?.get(fileURLToPath(uri)) : undefined;
    if (changes === undefined || changes === 'all') return changes === 'all';
    return changes.some(({ from, to }) => range.start.line <= to && range.end.line >= from);
  };
  return (finding) => [finding, ...finding.related, ...(ownText.get(finding) ?? [])].some(isTouched);
}
