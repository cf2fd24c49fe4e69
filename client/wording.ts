/** Words that several features show. */
import { l10n } from 'vscode';
import type { Severity } from '../language/model/finding.ts';
import type { FindingCounts } from '../server/protocol.ts';

const severityWords: Readonly<Record<Severity, (count: number) => string>> = {
  error: (count) => (count === 1 ? l10n.t('1 error') : l10n.t('{0} errors', count)),
  warning: (count) => (count === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', count)),
  info: (count) => (count === 1 ? l10n.t('1 note') : l10n.t('{0} notes', count)),
  hint: (count) => (count === 1 ? l10n.t('1 hint') : l10n.t('{0} hints', count)),
};

/** Most severe first. */
export const bySeverity: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

export const countedSeverity = (severity: Severity, count: number): string => severityWords[severity](count);

/** `1 error, 2 hints`; empty where there are none. */
export const countedFindings = (counts: FindingCounts): string =>
  bySeverity
    .flatMap((severity) => {
      const count = counts[severity] ?? 0;
      return count > 0 ? [countedSeverity(severity, count)] : [];
    })
    .join(', ');
