/** The module that a browser's extension host loads and runs: the same tests, under Mocha's browser build, in a web worker. */
import 'mocha/mocha.js';
import { reportMark } from '../../report.ts';
import { timeout } from '../timeout.ts';

export async function run(): Promise<void> {
  mocha.setup({ ui: 'bdd', timeout, reporter: Mocha.reporters.Spec, color: false });
  Mocha.reporters.Base.consoleLog = (format: string, ...values: unknown[]) => {
    console.log(reportMark + filled(format, values));
  };
  await import('./host.test.ts');
  await import('../extension.test.ts');
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} of the tests inside VS Code failed.`);
}

/** The places that Mocha writes as `%s` and `%d`. */
function filled(text: string | undefined, values: readonly unknown[]): string {
  const rest = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  const line = (text ?? '').replaceAll(/%[sd]/g, () => rest.shift() ?? '');
  return [line, ...rest].join(' ');
}
