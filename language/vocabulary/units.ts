/** Units of measure and the slots that read them. Values are kept in one base unit each. */
import type { NumberTerm, Term } from '../syntax/tree.ts';
import { slot, wordAt } from './pattern.ts';
import type { Match, Pattern } from './pattern.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = number & { readonly [brand]: Name };

/** Milliseconds. */
export type Duration = Branded<'Duration'>;
/** Between 0 and 1. */
export type Probability = Branded<'Probability'>;
/** Events a second. */
export type Rate = Branded<'Rate'>;
/** Between 0 and 100, exclusive: which share of the values lies below. */
export type Percentile = Branded<'Percentile'>;

/** An amount in one currency (ISO 4217). */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** Money for each month. A month is 1/12 of a Gregorian year of 365.2425 days. */
export interface MonthlyMoney extends Money {
  readonly per: 'month';
}

const MILLISECOND = 1;
const SECOND = 1000 * MILLISECOND;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** ISO 8601-2 leaves a month's length open; the Gregorian mean year makes month and year sums agree. */
const YEAR = 365.2425 * DAY;
const MONTH = YEAR / 12;

/** Written unit to milliseconds. */
export const durationUnits: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: MILLISECOND,
  s: SECOND,
  second: SECOND,
  seconds: SECOND,
  min: MINUTE,
  minute: MINUTE,
  minutes: MINUTE,
  h: HOUR,
  hour: HOUR,
  hours: HOUR,
  d: DAY,
  day: DAY,
  days: DAY,
  week: 7 * DAY,
  weeks: 7 * DAY,
  month: MONTH,
  months: MONTH,
  year: YEAR,
  years: YEAR,
};

/** Written unit to bytes (IEC 80000-13 for the binary ones). */
export const sizeUnits: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

const isNumber = (term: Term | undefined): term is NumberTerm => term?.type === 'number';

/** The unit behind a number, written directly or as the next word, and where the next term starts. */
function unitAt(terms: readonly Term[], at: number): { unit: string; next: number } | undefined {
  const term = terms[at];
  if (!isNumber(term)) return undefined;
  if (term.unit !== '') return { unit: term.unit, next: at + 1 };
  const word = wordAt(terms[at + 1]);
  return word === undefined ? { unit: '', next: at + 1 } : { unit: word, next: at + 2 };
}

function measured<T extends number>(
  table: Readonly<Record<string, number>>,
  what: string,
  examples: string,
): (terms: readonly Term[], at: number) => Match<T> | string | undefined {
  return (terms, at) => {
    const term = terms[at];
    if (!isNumber(term)) return undefined;
    const found = unitAt(terms, at);
    const factor = found && Object.hasOwn(table, found.unit) ? table[found.unit] : undefined;
    if (found && factor !== undefined) {
      const value = term.value * factor;
      return Number.isFinite(value) ? { value: value as T, next: found.next } : `No ${what} is that long: write less.`;
    }
    return term.unit === ''
      ? `A ${what} needs a unit: write ${examples}.`
      : `\`${term.unit}\` is no unit of ${what}: write ${examples}.`;
  };
}

export const duration: Pattern<Duration> = slot(
  {
    name: 'duration',
    meaning: 'A time span with its unit (ns, us, ms, s, min, h, days, weeks, months, years).',
    keptIn: 'milliseconds',
    examples: ['30s', '90ms', '13 months'],
    units: ['ms', 's', 'min', 'h', ' days', ' months', ' years'],
  },
  measured<Duration>(durationUnits, 'duration', '`90ms`, `30s`, `5min`, `2h` or `30 days`'),
);

export const count: Pattern<number> = slot(
  { name: 'count', meaning: 'A whole number.', examples: ['3', '6_000'] },
  (terms, at) => {
    const term = terms[at];
    if (!isNumber(term)) return undefined;
    if (term.unit !== '') return `A count has no unit: write \`${String(Math.round(term.value))}\`.`;
    if (Number.isSafeInteger(term.value)) return { value: term.value, next: at + 1 };
    return Number.isInteger(term.value)
      ? `A count is at most ${String(Number.MAX_SAFE_INTEGER)}: write a smaller one.`
      : 'A count is a whole number.';
  },
);

export const share: Pattern<Probability> = slot(
  {
    name: 'percentage',
    meaning: 'A share of a whole, written with `%`.',
    keptIn: 'a number from 0 to 1',
    examples: ['99.95%', '5%'],
    units: ['%'],
  },
  (terms, at) => {
    const term = terms[at];
    if (!isNumber(term)) return undefined;
    const percent = term.unit === '%';
    if (!percent) return `A share is written as a percentage: \`${String(term.value)}%\`.`;
    if (term.value > 100) return 'A share is at most 100%.';
    return { value: (term.value / 100) as Probability, next: at + 1 };
  },
);

const PERCENTILE = /^p(\d{1,2})(\d*)$/;

export const percentile: Pattern<Percentile> = slot(
  {
    name: 'percentile',
    meaning: 'Which share of the requests is faster: `p99` is 99 of 100, `p999` is 999 of 1,000.',
    keptIn: 'a number from 0 to 100',
    examples: ['p99', 'p50', 'p999'],
  },
  (terms, at) => {
    const match = PERCENTILE.exec(wordAt(terms[at]) ?? '');
    if (!match) return undefined;
    const value = Number(`${match[1] ?? ''}.${match[2] || '0'}`);
    return value > 0 ? { value: value as Percentile, next: at + 1 } : 'A percentile is above p0.';
  },
);

/** Written period to seconds. */
export const ratePeriods: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, day: 86_400 };

export const rate: Pattern<Rate> = slot(
  {
    name: 'rate',
    meaning: 'How often something happens: a number per `s`, `min`, `h` or `day`.',
    keptIn: 'events a second',
    examples: ['800/s', '5/min'],
    units: ['/s', '/min', '/h', '/day'],
  },
  (terms, at) => {
    const [number, slash, period] = [terms[at], terms[at + 1], wordAt(terms[at + 2])];
    if (!isNumber(number)) return undefined;
    const isSlash = slash?.type === 'punctuation' && slash.value === '/';
    const seconds =
      isSlash && period !== undefined && Object.hasOwn(ratePeriods, period) ? ratePeriods[period] : undefined;
    if (number.unit !== '' || seconds === undefined)
      return 'A rate is a number per period: write `800/s`, `5/min`, `20/h` or `3/day`.';
    return { value: (number.value / seconds) as Rate, next: at + 3 };
  },
);

const CURRENCY = /^[A-Z]{3}$/;

function moneyAt(terms: readonly Term[], at: number): Match<Money> | undefined {
  const number = terms[at];
  const currency = wordAt(terms[at + 1]);
  if (!isNumber(number) || number.unit !== '' || currency === undefined || !CURRENCY.test(currency)) return undefined;
  return { value: { amount: number.value, currency }, next: at + 2 };
}

/** Written period to months. */
const moneyPeriods: Readonly<Record<string, number>> = {
  h: HOUR / MONTH,
  hour: HOUR / MONTH,
  day: DAY / MONTH,
  month: 1,
  year: 12,
};

export const monthlyMoney: Pattern<MonthlyMoney> = slot(
  {
    name: 'money per period',
    meaning: 'Money for each hour, day, month or year, with the ISO 4217 code of its currency.',
    keptIn: 'money a month, with its currency',
    examples: ['420 USD/month', '0.12 EUR/h'],
    units: [' USD/month', ' EUR/month', ' USD/h', ' EUR/h', ' USD/year', ' EUR/year'],
  },
  (terms, at) => {
    if (!isNumber(terms[at])) return undefined;
    const money = moneyAt(terms, at);
    const slash = money && terms[money.next];
    const period = money && wordAt(terms[money.next + 1]);
    const months =
      slash?.type === 'punctuation' &&
      slash.value === '/' &&
      period !== undefined &&
      Object.hasOwn(moneyPeriods, period)
        ? moneyPeriods[period]
        : undefined;
    if (!money || months === undefined) return 'Money over time needs a currency and a period: write `420 USD/month`.';
    return {
      value: { amount: money.value.amount / months, currency: money.value.currency, per: 'month' },
      next: money.next + 2,
    };
  },
);

/** Money for each byte. */
export interface MoneyPerByte extends Money {
  readonly per: 'byte';
}

export const transferPrice: Pattern<MoneyPerByte> = slot(
  {
    name: 'money per size',
    meaning: 'Money for each unit of data moved.',
    keptIn: 'money a byte, with its currency',
    examples: ['0.02 USD/GB'],
    units: [' USD/GB', ' EUR/GB'],
  },
  (terms, at) => {
    if (!isNumber(terms[at])) return undefined;
    const money = moneyAt(terms, at);
    const slash = money && terms[money.next];
    const unit = money && wordAt(terms[money.next + 1]);
    const bytes =
      slash?.type === 'punctuation' && slash.value === '/' && unit !== undefined && Object.hasOwn(sizeUnits, unit)
        ? sizeUnits[unit]
        : undefined;
    if (!money || bytes === undefined) return 'A transfer price is money per size: write `0.02 USD/GB`.';
    return {
      value: { amount: money.value.amount / bytes, currency: money.value.currency, per: 'byte' },
      next: money.next + 2,
    };
  },
);

export const text: Pattern<string> = slot(
  { name: 'text', meaning: 'Text in double quotes.', examples: ['"payment id"'] },
  (terms, at) => {
    const term = terms[at];
    return term?.type === 'string' ? { value: term.value, next: at + 1 } : undefined;
  },
);

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** ISO 8601, as text; sorts by time. */
export const date: Pattern<string> = slot(
  { name: 'date', meaning: 'A calendar date, `year-month-day`.', examples: ['2027-03-31'] },
  (terms, at) => {
    const term = terms[at];
    if (term?.type !== 'date') return undefined;
    const parts = DATE.exec(term.value);
    const parsed = parts && new Date(`${term.value}T00:00:00Z`);
    const exists = parsed && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(term.value);
    return exists ? { value: term.value, next: at + 1 } : `There is no ${term.value} in the calendar.`;
  },
);

/** Any word, as written, with its dots: a protocol, a regulation. */
export const name: Pattern<string> = slot(
  { name: 'word', meaning: 'One word.', examples: ['PCI-DSS'] },
  (terms, at) => {
    const word = wordAt(terms[at]);
    return word === undefined ? undefined : { value: word, next: at + 1 };
  },
);
