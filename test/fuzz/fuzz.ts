/**
 * Damages real files and looks whether anything breaks: `npm run fuzz -- [--seconds N] [--count N] [--seed N] [--plain]`.
 *
 * Checked for each text: nothing throws; findings and trees lie in the text; formatting loses nothing and settles at
 * once; fixes mend and refactorings keep the meaning; an edited project equals one that is built anew; and no text costs
 * much more than others of its size. What is found is printed with its seed and its text, and the process ends with 1.
 * `--plain` leaves out fixes and refactorings, which take most of the time.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { formatText } from '../../language/format/format.ts';
import { isLibrary } from '../../language/model/origin.ts';
import type { Project } from '../../language/project/project.ts';
import { uriOf } from '../support/annotated.ts';
import { mutate, random, tokensOf } from '../support/mutate.ts';
import { projectOf, strict } from '../support/project.ts';
import { haveSharedExamples, library, ownExamples, sharedExamples } from '../support/shared.ts';
import { unsound } from '../support/soundness.ts';
import { changeFailure } from './changes.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    count: { type: 'string', default: String(Number.MAX_SAFE_INTEGER) },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    plain: { type: 'boolean', default: false },
  },
});

/** A text may take this much longer than the median for its length before it counts as a finding. */
const SLOWEST = 60;
/** Shorter measurements say more about the machine than about the text. */
const SHORTEST_MS = 250;

const main = uriOf('main.arch');
const other = uriOf('other.arch');

haveSharedExamples('damaging the shared examples');
const sources = [...ownExamples, ...library, ...sharedExamples].map(({ text }) => text);

interface Failure {
  readonly what: string;
  readonly texts: ReadonlyMap<string, string>;
  /** Where something was changed: what it was changed to. */
  readonly after?: ReadonlyMap<string, string>;
}

/** Technologies that nobody names would only take time. */
const built = { config: strict, library: 'needed' } as const;

const seen = (project: Project): unknown => [
  project.findings(),
  [...project.model.entities.values()]
    .filter(({ uris }) => !isLibrary(uris[0] ?? ''))
    .sort((a, b) => (a.id < b.id ? -1 : 1)),
];

function formatFailure(text: string): string | undefined {
  const once = formatText(text);
  if (formatText(once) !== once) return 'formatting does not settle';
  const written = (of: string): string => of.replace(/[\s;]/g, '');
  return written(once) === written(text) ? undefined : 'formatting changes more than white space and semicolons';
}

/** One round: two files, then an edit of one of them. */
function round(seed: number, times: Map<number, number[]>): Failure | undefined {
  const next = random(seed);
  const pick = (): string => sources[Math.floor(next() * sources.length)] ?? '';
  const damaged = (): string => {
    const text = mutate(pick(), Math.floor(next() * 6), next);
    // Some are torn out of the middle, some stand many times in one file.
    const tokens = tokensOf(text);
    const cut = next() < 0.3 ? tokens.slice(Math.floor(next() * tokens.length)).join('') : text;
    return next() < 0.1 ? cut.repeat(1 + Math.floor(next() * 8)) : cut;
  };
  const texts = new Map([
    [main, damaged()],
    [other, damaged()],
  ]);
  const fail = (what: string): Failure => ({ what, texts: new Map(texts) });
  try {
    const start = performance.now();
    const project = projectOf(texts, { ...built, incremental: true });
    const [problem] = unsound(project, texts);
    const spent = performance.now() - start;
    if (problem !== undefined) return fail(problem);
    const length = [...texts.values()].join('').length;
    const bucket = Math.ceil(Math.log2(length + 1));
    const peers = times.get(bucket) ?? [];
    const median = peers.toSorted((a, b) => a - b)[peers.length >> 1];
    if (peers.length > 10 && median !== undefined && spent > SHORTEST_MS && spent > SLOWEST * median)
      return fail(`${String(length)} characters took ${spent.toFixed()} ms, others ${median.toFixed()} ms`);
    times.set(bucket, [...peers.slice(-99), spent]);
    for (const text of texts.values()) {
      const formatting = formatFailure(text);
      if (formatting !== undefined) return fail(formatting);
    }
    const failed = options.plain ? undefined : changeFailure(project, texts, next);
    if (failed) return { ...fail(failed.what), after: failed.texts };
    texts.set(main, mutate(texts.get(main) ?? '', 1 + Math.floor(next() * 3), next));
    project.setDocument(main, texts.get(main) ?? '');
    const [later] = unsound(project, texts);
    if (later !== undefined) return fail(`after an edit: ${later}`);
    if (!isDeepStrictEqual(seen(project), seen(projectOf(texts, built))))
      return fail('an edited project differs from one that is built anew');
    return undefined;
  } catch (error) {
    return fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

const first = Number(options.seed);
const end = performance.now() + Number(options.seconds) * 1000;
const times = new Map<number, number[]>();
let rounds = 0;
let failures = 0;
for (; rounds < Number(options.count) && performance.now() < end; rounds++) {
  const seed = first + rounds;
  const failure = round(seed, times);
  if (!failure) continue;
  failures++;
  console.error(`--seed ${String(seed)} --count 1: ${failure.what}`);
  for (const [uri, text] of failure.texts) console.error(`--- ${uri}\n${text}`);
  for (const [uri, text] of failure.after ?? []) console.error(`--- ${uri}, changed\n${text}`);
}
console.info(`${String(rounds)} rounds from seed ${String(first)}, ${String(failures)} failures`);
process.exitCode = failures > 0 ? 1 : 0;
