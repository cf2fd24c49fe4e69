/** What `check` takes, and what of it goes together. */
import type { Severity } from '../../language/model/finding.ts';
import { UsageError } from './exit.ts';
import type { FormatName } from './formats/formats.ts';

export interface CheckOptions {
  readonly format: FormatName;
  readonly output?: string;
  readonly threshold: Severity;
  readonly maxWarnings?: number;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly pruneBaseline?: boolean;
  readonly environment?: string;
  /** A revision of git. */
  readonly changed?: string;
  readonly fix?: boolean;
  readonly fixUnsafe?: boolean;
  readonly diff?: boolean;
  readonly statistics?: boolean;
  readonly timing?: boolean;
  readonly cache?: boolean;
  readonly cacheLocation?: string;
  readonly watch?: boolean;
  readonly stdin?: boolean;
  readonly stdinFilename?: string;
}

/** Whether a run changes files, or would. */
export const isFixing = ({ fix, fixUnsafe, diff }: CheckOptions): boolean => [fix, fixUnsafe, diff].includes(true);

interface Contradiction {
  readonly holds: (options: CheckOptions, paths: readonly string[]) => boolean | undefined;
  readonly sentence: string;
}

const contradictions: readonly Contradiction[] = [
  {
    holds: ({ stdin }, paths) => stdin && paths.length > 0,
    sentence: '--stdin takes the text from standard input: name its file with --stdin-filename, not as a path.',
  },
  {
    holds: ({ stdin, stdinFilename }) => stdinFilename !== undefined && !stdin,
    sentence: '--stdin-filename goes with --stdin.',
  },
  {
    holds: ({ baseline, updateBaseline }) => updateBaseline && baseline === undefined,
    sentence: '--update-baseline needs to know which: add --baseline FILE.',
  },
  {
    holds: ({ baseline, pruneBaseline }) => pruneBaseline && baseline === undefined,
    sentence: '--prune-baseline needs to know which: add --baseline FILE.',
  },
  {
    holds: ({ updateBaseline, pruneBaseline }) => updateBaseline && pruneBaseline,
    sentence: '--update-baseline prunes already: leave out --prune-baseline, or --update-baseline to create nothing.',
  },
  {
    holds: ({ statistics, format }) => statistics && format !== 'pretty' && format !== 'json',
    sentence: '--statistics counts findings instead of listing them: it goes with --format pretty or json.',
  },
  {
    holds: ({ stdin, ...options }) => stdin && isFixing(options),
    sentence: '--fix, --fix-unsafe and --diff mend files: they do not go with --stdin, which stands for none.',
  },
  {
    holds: ({ diff, format }) => diff && format !== 'pretty',
    sentence: '--diff prints a patch and no report: leave out --format.',
  },
  {
    holds: ({ diff, statistics }) => diff && statistics,
    sentence: '--diff prints a patch and no report: leave out --statistics.',
  },
  {
    holds: ({ diff, output }) => diff && output !== undefined,
    sentence: '--diff prints a patch and no report: leave out --output and redirect it.',
  },
  {
    holds: ({ diff, updateBaseline, pruneBaseline }) => diff && (updateBaseline ?? pruneBaseline),
    sentence: '--diff changes no file: leave out --update-baseline and --prune-baseline.',
  },
  {
    holds: ({ stdin, changed }) => stdin && changed !== undefined,
    sentence: '--changed asks git about files: it does not go with --stdin.',
  },
  {
    holds: ({ cache, cacheLocation }) => cacheLocation !== undefined && !cache,
    sentence: '--cache-location goes with --cache.',
  },
  {
    holds: ({ cache, timing }) => cache && timing,
    sentence: '--timing measures a whole run, of which --cache skips the most: leave out one of the two.',
  },
  {
    holds: ({ watch, stdin }) => watch && stdin,
    sentence: '--watch waits for files to change: it does not go with --stdin.',
  },
  {
    holds: ({ watch, ...options }) => watch && isFixing(options),
    sentence: '--watch only reports: leave out --fix, --fix-unsafe and --diff.',
  },
  {
    holds: ({ watch, updateBaseline, pruneBaseline }) => watch && (updateBaseline ?? pruneBaseline),
    sentence: '--watch changes no baseline: leave out --update-baseline and --prune-baseline.',
  },
  {
    holds: ({ watch, timing, cache }) => watch && (timing ?? cache),
    sentence: '--watch keeps everything in memory: leave out --timing and --cache.',
  },
];

/** @throws UsageError where options exclude each other. */
export function rejectContradictions(paths: readonly string[], options: CheckOptions): void {
  const found = contradictions.find(({ holds }) => holds(options, paths));
  if (found) throw new UsageError(found.sentence);
}
