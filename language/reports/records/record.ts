/**
 * A decision record as people keep it in a Markdown file. Plain data: what was read, and where it stands in the text, so
 * that nothing has to be written again to be kept.
 */

export const recordStatuses = ['draft', 'proposed', 'accepted', 'rejected', 'deprecated', 'superseded'] as const;
export type RecordStatus = (typeof recordStatuses)[number];

/** How one record stands to another, as seen from the record that says so. */
export type LinkKind = 'supersedes' | 'superseded-by' | 'amends' | 'amended-by' | 'relates-to';

export interface RecordLink {
  readonly kind: LinkKind;
  /** As written: the path of a file, or a number. */
  readonly target: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface RecordOption {
  readonly title: string;
}

/** Where a status was stated: three ways of doing so occur. */
export type StatusStyle = 'front-matter' | 'list' | 'section';

export interface DecisionRecord {
  /** Relative to the folder that was read, with slashes. */
  readonly path: string;
  /** By the file’s name; absent where it has none. */
  readonly number: number | undefined;
  /** Where files are named by day, as log4brains does: ISO date. */
  readonly day: string | undefined;
  readonly title: string;
  readonly status:
    | {
        /** Absent where the words mean none of the known statuses. */
        readonly value: RecordStatus | undefined;
        readonly text: string;
        readonly style: StatusStyle;
        readonly line: number;
      }
    | undefined;
  /** Whether it has a section that says what was decided. */
  readonly decides: boolean;
  /** ISO date. */
  readonly date: string | undefined;
  readonly deciders: readonly string[];
  readonly consulted: readonly string[];
  readonly informed: readonly string[];
  readonly drivers: readonly string[];
  readonly options: readonly RecordOption[];
  /** Title of the option, as the outcome names it. */
  readonly chosen: string | undefined;
  readonly because: string | undefined;
  readonly links: readonly RecordLink[];
  /** The whole text, as it was read. */
  readonly text: string;
}

/** A collection holds other pages too: a list of its records, a template to start from. */
export const isRecord = (page: DecisionRecord): boolean =>
  !/^[[{].*[\]}]$/.test(page.title) &&
  (page.number !== undefined || page.day !== undefined || page.status !== undefined || page.decides);
