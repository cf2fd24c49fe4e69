/**
 * The badges of the model's items. An item's findings travel in its address, so a badge is a function of the address
 * and nothing has to be told when findings change: the item then has another address.
 */
import { FileDecoration, Uri, window, type Disposable } from 'vscode';
import type { FindingCounts } from '../../server/protocol.ts';
import { bySeverity, countedFindings } from '../wording.ts';
import { colourOf } from './appearance.ts';

const scheme = 'faultline-model';
/** A badge has room for two characters. */
const largestBadge = 9;

/** The address of an item, or nothing where there is nothing to decorate. */
export function decoratedUri(key: string, findings: FindingCounts): Uri | undefined {
  if (Object.keys(findings).length === 0) return undefined;
  return Uri.from({ scheme, path: `/${key}`, query: JSON.stringify(findings) });
}

export const registerDecorations = (): Disposable =>
  window.registerFileDecorationProvider({
    provideFileDecoration: (uri) => (uri.scheme === scheme ? decorationOf(uri.query) : undefined),
  });

/** Hints are worth a number where somebody looks for them, but no colour in the tree. */
function decorationOf(query: string): FileDecoration | undefined {
  const findings = JSON.parse(query) as FindingCounts;
  const worst = bySeverity.find((severity) => (findings[severity] ?? 0) > 0);
  if (worst === undefined || worst === 'hint') return undefined;
  const count = findings[worst] ?? 0;
  const badge = count > largestBadge ? `${largestBadge}+` : String(count);
  return new FileDecoration(badge, countedFindings(findings), colourOf(worst));
}
