/** Durations as people write them, in the notation of the language. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** @param milliseconds rounded to a microsecond */
export function durationText(milliseconds: number): string {
  const exact = Math.round(milliseconds * 1000) / 1000;
  if (exact >= MINUTE && exact % MINUTE === 0) return `${String(exact / MINUTE)}min`;
  if (exact >= SECOND && exact % (SECOND / 10) === 0) return `${String(exact / SECOND)}s`;
  return `${String(exact)}ms`;
}
