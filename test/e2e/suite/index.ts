/** The module that VS Code loads and runs: every test of this folder, under Mocha, inside the extension host. */
import Mocha from 'mocha';
import { format } from 'node:util';
import { reportMark } from '../report.ts';
import { timeout } from './timeout.ts';

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout, color: false, reporter: 'spec' });
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => {
    console.log(reportMark + format(...values));
  };
  mocha.suite.emit('pre-require', globalThis, null, mocha);
  // The tests are part of this bundle: they register themselves with the interface that Mocha has just set up.
  await import('./extension.test.ts');
  await import('./tasks.test.ts');
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} of the tests inside VS Code failed.`);
}
