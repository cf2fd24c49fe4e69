/** Threat models as data for other programs: JSON, and CSV for tables. */
import type { ThreatModel } from './model.ts';
import { nameOf } from './model.ts';

export const THREATS_VERSION = 1;

export const json = (model: ThreatModel): string =>
  `${JSON.stringify({ format: 'faultline-threats', version: THREATS_VERSION, ...model }, undefined, 2)}\n`;

const HEAD = [
  'id',
  'rule',
  'title',
  'element',
  'stride',
  'likelihood',
  'impact',
  'rating',
  'status',
  'residual',
  'reason',
  'by',
  'decided',
  'until',
  'references',
  'affects',
  'message',
];

/** RFC 4180. */
export function csv(model: ThreatModel): string {
  const rows = model.threats.map((threat) => [
    threat.id,
    threat.rule,
    threat.title,
    nameOf(threat.element),
    threat.stride.join('; '),
    threat.likelihood,
    threat.impact,
    threat.rating,
    threat.status,
    threat.residual,
    threat.treatment?.reason ?? '',
    threat.treatment?.by ?? '',
    threat.treatment?.decided ?? '',
    threat.treatment?.until ?? '',
    threat.refs.join('; '),
    threat.affects.map(nameOf).join('; '),
    threat.message,
  ]);
  return [HEAD, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** What a spreadsheet would take for a formula is kept a text (OWASP, CSV Injection). */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
