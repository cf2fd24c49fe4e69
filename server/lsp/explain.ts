/** A finding, or a rule, at length: what was found and where, what is known of the things involved, and the rule's page. */
import { rulePages } from '../../language/generated/rule-pages.ts';
import type { Finding, Location } from '../../language/model/finding.ts';
import type { ExplainResult } from '../protocol.ts';
import type { View } from './view.ts';

export function explain(views: Iterable<View>, id: string): ExplainResult {
  const found = findingOf(views, id);
  const page = rulePages[found?.rule ?? id];
  if (!found) return page === undefined ? null : { markdown: page };
  return { markdown: page === undefined ? findingText(found) : `${findingText(found)}\n\n---\n\n${page}` };
}

function findingOf(views: Iterable<View>, id: string): Finding | undefined {
  if (!id.includes('@')) return undefined;
  for (const view of views) {
    const found = view.findings().find((finding) => finding.id === id);
    if (found) return found;
  }
  return undefined;
}

function findingText(finding: Finding): string {
  const places = [{ ...finding, message: 'found here' }, ...finding.related];
  const lines = places.map((place) => `- ${place.message}: ${linkTo(place)}`);
  const fixes = finding.fixes.map(({ title }) => `- ${title}`);
  return [
    `**${finding.severity}** \`${finding.rule}\``,
    finding.message,
    lines.join('\n'),
    ...(fixes.length > 0 ? [`Quick fixes:\n\n${fixes.join('\n')}`] : []),
  ].join('\n\n');
}

function linkTo({ uri, range }: Location): string {
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  const line = String(range.start.line + 1);
  return `[${name}:${line}](${uri}#L${line})`;
}
