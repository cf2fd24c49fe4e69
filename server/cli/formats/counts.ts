import type { Summary } from '../report.ts';

export function plural(count: number, singular: string): string {
  return `${String(count)} ${singular}${count === 1 ? '' : 's'}`;
}

/** The counts that are not zero: `1 error, 2 warnings`, or nothing. */
export function severityCounts({ errors, warnings, infos, hints }: Summary): string[] {
  return [
    ...(errors ? [plural(errors, 'error')] : []),
    ...(warnings ? [plural(warnings, 'warning')] : []),
    ...(infos ? [`${String(infos)} info`] : []),
    ...(hints ? [plural(hints, 'hint')] : []),
  ];
}

/** What a run found and looked at, in one line. */
export function countsLine(summary: Summary): string {
  const counts = severityCounts(summary);
  const found = counts.length > 0 ? counts.join(', ') : 'No findings';
  const known = summary.inBaseline > 0 ? `, ${String(summary.inBaseline)} more in the baseline` : '';
  return `${found}${known} · ${modelSize(summary)}`;
}

export function modelSize({ documents, elements, flows }: Summary): string {
  return `${plural(documents, 'file')}, ${plural(elements, 'element')}, ${plural(flows, 'flow')}`;
}
