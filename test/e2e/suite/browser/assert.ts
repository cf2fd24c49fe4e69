/** As much of `node:assert/strict` as the tests use, for an extension host without Node. The bundle takes it instead. */

const fail = (message: string): never => {
  throw new Error(message);
};

const shown = (value: unknown): string => (value === undefined ? 'undefined' : JSON.stringify(value));

const expected = (passes: boolean, message: string | undefined, what: string): void => {
  if (!passes) fail(message ?? what);
};

export default {
  fail,
  ok: (value: unknown, message?: string) => expected(Boolean(value), message, `Not true: ${shown(value)}.`),
  equal: (actual: unknown, wanted: unknown, message?: string) =>
    expected(Object.is(actual, wanted), message, `${shown(actual)} is not ${shown(wanted)}.`),
  notEqual: (actual: unknown, other: unknown, message?: string) =>
    expected(!Object.is(actual, other), message, `${shown(actual)} was not to be.`),
  deepEqual: (actual: unknown, wanted: unknown, message?: string) =>
    expected(shown(actual) === shown(wanted), message, `${shown(actual)} is not ${shown(wanted)}.`),
  match: (text: string, pattern: RegExp, message?: string) =>
    expected(pattern.test(text), message, `${String(pattern)} does not match ${shown(text)}.`),
  doesNotMatch: (text: string, pattern: RegExp, message?: string) =>
    expected(!pattern.test(text), message, `${String(pattern)} matches ${shown(text)}.`),
};
