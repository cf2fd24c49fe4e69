/** Another unit for a time span, a rate or a transfer price, wherever the conversion is exact. */
import { knobPattern } from '../model/knobs.ts';
import type { LinkedDocument, LinkedProperty } from '../model/linked.ts';
import type { Project } from '../project/project.ts';
import type { NumberTerm, PathTerm, Span, Term } from '../syntax/tree.ts';
import { matchAll } from '../vocabulary/pattern.ts';
import { durationUnits, ratePeriods, sizeUnits } from '../vocabulary/units.ts';
import type { Offer, Refactoring } from './refactoring.ts';

export const convertUnit: Refactoring = ({ project }, selection) => {
  const document = project.document(selection.uri);
  const property = document && propertyAt(document, selection.start);
  if (!property || selection.end > property.property.headEnd) return [];
  const measure = measureAt(project, property, selection.start);
  if (!measure) return [];
  return measure.alternatives.map(({ text, unit }): Offer => ({
    title: `Write in ${unit}: \`${text}\``,
    kind: 'rewrite',
    change: () => ({
      edits: [{ uri: selection.uri, start: measure.span.start, end: measure.span.end, newText: text }],
      files: [],
    }),
  }));
};

function propertyAt(document: LinkedDocument, offset: number): LinkedProperty | undefined {
  for (const contributions of document.contributions.values())
    for (const { properties } of contributions)
      for (const linked of properties)
        if (linked.property.start <= offset && offset <= linked.property.headEnd) return linked;
  return undefined;
}

interface Measure {
  readonly span: Span;
  readonly alternatives: readonly { readonly text: string; readonly unit: string }[];
}

function measureAt(project: Project, { key, knob, property }: LinkedProperty, offset: number): Measure | undefined {
  const symbol = knob === undefined ? undefined : project.symbols.first(knob);
  const pattern = symbol ? knobPattern(symbol.declared, project.vocabulary) : project.vocabulary.keys.get(key)?.pattern;
  const { terms } = property;
  const outcome = pattern && matchAll(pattern, terms, () => []);
  if (!outcome?.ok) return undefined;
  for (const { term: at, meaning } of outcome.matching.meanings) {
    const read = meaning.type === 'slot' ? readers[meaning.slot] : undefined;
    const number = terms[at];
    const measure = read && number?.type === 'number' ? read(terms, at, number) : undefined;
    if (measure && measure.span.start <= offset && offset <= measure.span.end) return measure;
  }
  return undefined;
}

type Reader = (terms: readonly Term[], at: number, number: NumberTerm) => Measure | undefined;

const readers: Readonly<Record<string, Reader>> = {
  duration(terms, at, number) {
    const word = number.unit === '' ? oneWord(terms[at + 1]) : undefined;
    const unit = word?.name ?? number.unit;
    const span = { start: number.start, end: word?.end ?? number.end };
    return measure(span, number.value, unit, {
      factors: durationUnits,
      offered: DURATIONS,
      write: (amount, to) => (to === 'days' ? `${amount} ${to}` : `${amount}${to}`),
    });
  },
  rate(terms, at, number) {
    const period = oneWord(terms[at + 2]);
    if (!period) return undefined;
    const span = { start: number.start, end: period.end };
    return measure(span, number.value, period.name, {
      factors: ratePeriods,
      divides: true,
      offered: Object.keys(ratePeriods),
      write: (amount, to) => `${amount}/${to}`,
    });
  },
  'money per size'(terms, at, number) {
    const [currency, size] = [oneWord(terms[at + 1]), oneWord(terms[at + 3])];
    if (!currency || !size) return undefined;
    const span = { start: number.start, end: size.end };
    return measure(span, number.value, size.name, {
      factors: sizeUnits,
      divides: true,
      offered: PRICED,
      write: (amount, to) => `${amount} ${currency.name}/${to}`,
    });
  },
};

/** Those that people write; the others are only read. */
const DURATIONS = ['us', 'ms', 's', 'min', 'h', 'days'];
const PRICED = ['MB', 'GB', 'TB', 'MiB', 'GiB', 'TiB'];

function oneWord(term: Term | undefined): { readonly name: string; readonly end: number } | undefined {
  const path: PathTerm | undefined = term?.type === 'path' ? term : undefined;
  const [only] = path?.segments ?? [];
  return only && path?.segments.length === 1 ? { name: only.name, end: path.end } : undefined;
}

interface Units {
  /** What one of each unit is, in a common base. */
  readonly factors: Readonly<Record<string, number>>;
  /** The unit stands below the line, as in a rate. */
  readonly divides?: boolean;
  readonly offered: readonly string[];
  readonly write: (amount: string, unit: string) => string;
}

function measure(
  span: Span,
  value: number,
  unit: string,
  { factors, divides, offered, write }: Units,
): Measure | undefined {
  const from = factors[unit];
  if (from === undefined) return undefined;
  const inBase = (amount: number, factor: number): number => (divides ? amount / factor : amount * factor);
  const alternatives = offered.flatMap((to) => {
    const factor = factors[to];
    if (factor === undefined || factor === from) return [];
    const amount = exactly(value, divides ? factor / from : from / factor);
    // What is kept must be the same number, to the last bit.
    if (amount === undefined || inBase(Number(amount), factor) !== inBase(value, from)) return [];
    return [{ text: write(amount, to), unit: to }];
  });
  return { span, alternatives };
}

/** More digits than this nobody reads as one number. */
const MOST_DIGITS = 7;
/** Nor smaller numbers. */
const SMALLEST = 1e-3;

/**
 * `value × ratio` as a short decimal, in whole numbers, in which nothing is rounded.
 * @param ratio of two units; taken for a whole number, or one over a whole number, which the caller checks.
 */
function exactly(value: number, ratio: number): string | undefined {
  const isUp = ratio >= 1;
  const factor = Math.round(isUp ? ratio : 1 / ratio);
  const written = decimalOf(value);
  if (!written) return undefined;
  for (let decimals = 0; decimals <= MOST_DIGITS; decimals++) {
    const scale = 10n ** BigInt(decimals);
    const top = written.digits * scale * (isUp ? BigInt(factor) : 1n);
    const bottom = written.scale * (isUp ? 1n : BigInt(factor));
    if (top % bottom !== 0n) continue;
    const digits = (top / bottom).toString();
    const text = decimals === 0 ? digits : withPoint(digits, decimals);
    const isReadable = digits.length <= MOST_DIGITS && (Number(text) >= SMALLEST || value === 0);
    return isReadable ? text : undefined;
  }
  return undefined;
}

function decimalOf(value: number): { readonly digits: bigint; readonly scale: bigint } | undefined {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(String(value));
  if (!match) return undefined;
  const [, whole = '', part = ''] = match;
  return { digits: BigInt(whole + part), scale: 10n ** BigInt(part.length) };
}

function withPoint(digits: string, decimals: number): string {
  const padded = digits.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}
