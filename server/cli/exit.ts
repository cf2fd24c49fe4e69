/** How a run ends; CI relies on it. */
export const exitCodes = {
  /** Nothing at or above the threshold. */
  clean: 0,
  /** Findings at or above the threshold, or files that `fmt --check` would change. */
  findings: 1,
  /** Wrong usage, a missing path, an unusable file or an internal error: the answer is not known. */
  failed: 2,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Something only the person who typed the command can mend; shown without a stack. */
export class UsageError extends Error {}
