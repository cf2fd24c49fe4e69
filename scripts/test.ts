/**
 * `npm test`: everything that has to hold, on a bare machine. Each step runs even where an earlier one failed, so that
 * one run tells all; what a step needs it installs, or says that it cannot.
 *
 * `npm test -- unit` runs the steps whose names start so.
 */
import { spawn } from 'node:child_process';
import { fromRoot, root } from './paths.ts';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
}

const bin = (name: string): string => fromRoot('node_modules', '.bin', name);
const script = (...file: string[]): string[] => [process.execPath, fromRoot(...file)];

const steps: readonly Step[] = [
  { name: 'build', command: script('scripts', 'build.ts') },
  { name: 'types of language, server, scripts and tests', command: [bin('tsc'), '-p', '.'] },
  { name: 'types of server in a browser', command: [bin('tsc'), '-p', 'server/browser'] },
  { name: 'types of client', command: [bin('tsc'), '-p', 'client'] },
  { name: 'types of client in a browser', command: [bin('tsc'), '-p', 'client/web'] },
  { name: 'types of webview', command: [bin('tsc'), '-p', 'client/webview'] },
  { name: 'lint', command: [bin('eslint'), '.'] },
  { name: 'format', command: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
  {
    name: 'layers',
    command: [bin('depcruise'), 'language', 'server', 'client', 'scripts', 'test', '--output-type', 'err'],
  },
  { name: 'unused code', command: [bin('knip')] },
  { name: 'unit and protocol tests', command: [bin('vitest'), 'run'] },
  { name: 'real host', command: script('test', 'e2e', 'run.ts') },
];

function run(step: Step): Promise<boolean> {
  return new Promise((resolve) => {
    const [command, ...args] = step.command as [string, ...string[]];
    const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
}

const wanted = process.argv.slice(2);
const chosen = steps.filter(({ name }) => wanted.length === 0 || wanted.some((prefix) => name.startsWith(prefix)));
if (chosen.length === 0) {
  console.error(`No step is called ${wanted.join(', ')}. The steps: ${steps.map(({ name }) => name).join('; ')}.`);
  process.exit(2);
}

const failed: string[] = [];
for (const step of chosen) {
  const start = performance.now();
  console.log(`\n▶ ${step.name}`);
  const passed = await run(step);
  if (!passed) failed.push(step.name);
  console.log(`${passed ? '✔' : '✘'} ${step.name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  // Nothing after it can be trusted without a build.
  if (!passed && step.name === 'build') break;
}

console.log(failed.length > 0 ? `\nFailed: ${failed.join('; ')}.` : '\nEverything holds.');
console.log(`steps: ${chosen.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
