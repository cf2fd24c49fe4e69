/** What was measured against what it should be. */

export interface Figure {
  readonly what: string;
  readonly measured: string;
  /** What it is compared with, as measured in the same run. */
  readonly against: string;
  readonly ratio: number;
  /** The most that the ratio should be. */
  readonly bar: number;
}

export const milliseconds = (time: number): string => (time < 100 ? `${time.toFixed(1)} ms` : `${Math.round(time)} ms`);

/** `1/15` for small ratios, `2.3` for others. */
const ratioText = (ratio: number): string => (ratio < 0.9 ? `1/${(1 / ratio).toFixed(1)}` : ratio.toFixed(2));

export function tableOf(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'measured', 'against', 'ratio', 'bar', ''],
    ...figures.map(({ what, measured, against, ratio, bar }) => [
      what,
      measured,
      against,
      ratioText(ratio),
      ratioText(bar),
      ratio <= bar ? 'met' : 'NOT MET',
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
