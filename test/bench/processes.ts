/** Runs commands and measures them from outside: wall time, and the most memory they held. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cache } from './peer.ts';

export interface Command {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Exit codes that mean it did its work. */
  readonly codes?: readonly number[];
}

function run({ name, args, cwd, codes = [0] }: Command): number {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(process.execPath, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const milliseconds = performance.now() - start;
  if (error) throw error;
  if (status === null || !codes.includes(status))
    throw new Error(`${name} ended with ${status}:\n${stderr.slice(-2000)}`);
  return milliseconds;
}

/**
 * Median wall times in milliseconds. The commands take turns, so that a slow moment of the machine hits them all; the
 * first round only fills caches.
 */
export function timesOf<Commands extends Readonly<Record<string, Command | undefined>>>(
  commands: Commands,
  rounds: number,
): { [Name in keyof Commands]: Commands[Name] extends Command ? number : number | undefined } {
  const entries = Object.entries(commands).flatMap(([name, command]) => (command ? [{ name, command }] : []));
  const times = new Map(entries.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const { name, command } of entries) {
      const time = run(command);
      if (round > 0) times.get(name)?.push(time);
    }
  const medians = Object.fromEntries([...times].map(([name, list]) => [name, median(list)]));
  return medians as { [Name in keyof Commands]: Commands[Name] extends Command ? number : number | undefined };
}

/** The smallest value that a share of all do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[middle] ?? 0];
  return (low + high) / 2;
}

/** The most memory that a command held, in MiB, as the process itself is told by the system when it ends. */
export function peakMemory(command: Command): number {
  const report = path.join(cache, `memory-${process.pid}`);
  // Plain JavaScript, given in place: loading types to be stripped would count as the program's own memory.
  const recorder = `import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(report)},String(process.resourceUsage().maxRSS)))`;
  run({ ...command, args: ['--import', `data:text/javascript,${encodeURIComponent(recorder)}`, ...command.args] });
  const kibibytes = Number(readFileSync(report, 'utf8'));
  rmSync(report);
  return kibibytes / 1024;
}
