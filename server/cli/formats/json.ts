/** For scripts: lines and characters count from zero, in UTF-16 units; paths are relative to the working directory. */
import { displayUri } from '../paths.ts';
import type { Report } from '../report.ts';
import { statisticsOf } from '../statistics.ts';
import type { Look } from './format.ts';

export function json({ findings, summary, version, isCounted, timing }: Report, { cwd }: Look): string {
  const output = {
    version,
    ...(isCounted && { statistics: statisticsOf(findings) }),
    findings: findings.map(({ id, rule, severity, message, uri, range, related, help }) => ({
      id,
      rule,
      severity,
      message,
      file: displayUri(uri, cwd),
      range,
      related: related.map((place) => ({
        message: place.message,
        file: displayUri(place.uri, cwd),
        range: place.range,
      })),
      help,
    })),
    summary,
    ...(timing && { timing }),
  };
  return `${JSON.stringify(output, undefined, 2)}\n`;
}
