/** Where the time of a run went, for `--timing`. */
import type { Lap, Stopwatch } from '../../language/analyses/stopwatch.ts';

export interface Timing {
  /** Milliseconds from the start of the process. */
  readonly total: number;
  readonly phases: readonly Measured[];
  /** What rules took themselves, without the analyses that they asked for. */
  readonly rules: readonly Measured[];
  readonly analyses: readonly Measured[];
}

interface Measured {
  readonly name: string;
  readonly count: number;
  readonly milliseconds: number;
}

/** @param total milliseconds from the start of the process. */
export function timingOf(stopwatch: Stopwatch, total: number): Timing {
  const measured = (laps: readonly Readonly<Lap>[]) =>
    laps.map(({ name, count, milliseconds }) => ({ name, count, milliseconds: rounded(milliseconds) }));
  return {
    total: rounded(total),
    phases: measured(stopwatch.laps('phase')),
    rules: measured(stopwatch.laps('rule')),
    analyses: measured(stopwatch.laps('analysis')),
  };
}

/** A clock says microseconds, and no run is that exact. */
const rounded = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;

export function timingTable({ total, phases, rules, analyses }: Timing): string {
  const table = (title: string, rows: readonly Measured[]): string[] =>
    rows.length === 0
      ? []
      : [
          `${'ms'.padStart(10)}  ${'share'.padStart(6)}  ${'runs'.padStart(7)}  ${title}`,
          ...rows.map(({ name, count, milliseconds }) => {
            const share = total > 0 ? (100 * milliseconds) / total : 0;
            const figures = [milliseconds.toFixed(2).padStart(10), `${share.toFixed(1)} %`.padStart(6)];
            return `${figures.join('  ')}  ${String(count).padStart(7)}  ${name}`;
          }),
          '',
        ];
  return [
    ...table('phase (without the rules and analyses that it runs)', phases),
    ...table('rule (without the analyses that it asks for)', rules),
    ...table('analysis', analyses),
    `${total.toFixed(2).padStart(10)}  in all, from the start of the process.`,
    '',
  ].join('\n');
}
