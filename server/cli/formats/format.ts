/**
 * Output formats, one a file. Invariant: a format is a pure function from the report to text, and knows neither
 * the file system nor the process.
 */
import type { Report } from '../report.ts';

export interface Look {
  /** Paths are shown relative to it. */
  readonly cwd: string;
  readonly colour: boolean;
  /** Columns to wrap at. */
  readonly width: number;
  /** How long the run took, for people. */
  readonly milliseconds: number;
}

/** Ends with a newline. */
export type Format = (report: Report, look: Look) => string | Promise<string>;
