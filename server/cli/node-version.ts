/** The oldest Node.js that Faultline runs on: `engines` of package.json says the same, and a test compares them. */
export const minimumNode = '20.19.0';

/** Whether a Node.js version like `24.1.0` is `minimum` or newer. */
export function isNodeSupported(version: string, minimum: string = minimumNode): boolean {
  const actual = numbers(version);
  for (const [index, wanted] of numbers(minimum).entries()) {
    const part = actual[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

function numbers(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}
