/** What a change may not do: the conditions under which a comparison of two revisions fails. */
import type { Severity } from '../model/finding.ts';
import { catalogue } from '../rules/catalogue.ts';
import type { Difference, Edit } from './difference.ts';

export type Gate =
  | { readonly name: 'weaker-consistency' | 'objective-missed' | 'undecided-change' }
  | { readonly name: 'new-threat'; readonly severities: readonly Severity[] }
  | { readonly name: 'cost'; readonly percent: number };

/** The gravity of a finding about security by the words in which threats are rated. */
const ratings: Readonly<Record<string, readonly Severity[]>> = {
  high: ['error'],
  medium: ['error', 'warning'],
  low: ['error', 'warning', 'info', 'hint'],
};

export const gateForms = [
  'weaker-consistency',
  'new-threat[:high|medium|low]',
  'cost:+N%',
  'objective-missed',
  'undecided-change',
] as const;

/** Undefined where the text is no gate. */
export function gateOf(text: string): Gate | undefined {
  const [name = '', argument] = text.split(':');
  if (name === 'weaker-consistency' || name === 'objective-missed' || name === 'undecided-change')
    return argument === undefined ? { name } : undefined;
  if (name === 'new-threat') {
    const severities = ratings[argument ?? 'low'];
    return severities && { name, severities };
  }
  const percent = name === 'cost' ? /^\+(\d+(?:\.\d+)?)%$/.exec(argument ?? '')?.[1] : undefined;
  return percent === undefined ? undefined : { name: 'cost', percent: Number(percent) };
}

export interface Failure {
  readonly gate: Gate['name'];
  readonly message: string;
  readonly because: readonly Edit[];
}

export const failuresOf = (difference: Difference, gates: readonly Gate[]): Failure[] =>
  gates.flatMap((gate) => failuresAt(difference, gate));

function failuresAt({ figures, gained, undecided }: Difference, gate: Gate): Failure[] {
  switch (gate.name) {
    case 'weaker-consistency':
      return figures
        .filter(({ analysis, change }) => analysis === 'consistency' && change === 'worse')
        .map(({ label, measure, before, after, because }) => ({
          gate: gate.name,
          message: `${label}: ${measure} was ${before?.value ?? 'nothing'} and is ${after?.value ?? 'nothing'}`,
          because,
        }));
    case 'cost':
      return figures.flatMap(({ analysis, label, before, after, unit, change, because }) => {
        const [from, to] = [before?.amount, after?.amount];
        if (analysis !== 'cost' || change !== 'worse' || from === undefined || to === undefined) return [];
        const rise = from === 0 ? Infinity : (100 * (to - from)) / from;
        if (rise <= gate.percent) return [];
        const share = Number.isFinite(rise) ? `${String(Math.round(rise * 10) / 10)}%` : 'from nothing';
        return [
          {
            gate: gate.name,
            message: `${label} costs ${String(from)} → ${String(to)} ${unit ?? ''} (+${share})`,
            because,
          },
        ];
      });
    case 'new-threat':
      return gained
        .filter(({ finding }) => finding.rule.startsWith('security/') && gate.severities.includes(finding.severity))
        .map(({ finding, because }) => ({ gate: gate.name, message: finding.message, because }));
    case 'objective-missed':
      return gained
        .filter(({ finding }) => objectives.has(finding.rule))
        .map(({ finding, because }) => ({ gate: gate.name, message: finding.message, because }));
    case 'undecided-change':
      return undecided.map((edit) => ({
        gate: gate.name,
        message: `${edit.name}: no new or amended decision is about this change`,
        because: [edit],
      }));
  }
}

/** The rules that hold the model against what it is to achieve. */
const objectives = new Set(catalogue.filter(({ rule }) => rule.isOfObjective).map(({ id }) => id));
