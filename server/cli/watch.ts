/** `check --watch`: checks again whenever a file changes. Keeps the projects, so that only what changed is worked out. */
import { configKey } from '../../language/project/config.ts';
import { rejectContradictions, type CheckOptions } from './check-options.ts';
import { open, report, type CheckCore } from './commands/check.ts';
import { exitCodes, UsageError, type ExitCode } from './exit.ts';
import type { Host } from './host.ts';
import { Progress } from './progress.ts';
import type { OpenProject, Workspace } from './workspace.ts';
import { watchFolders, type Watch } from '../files/watch.ts';

/** Editors write a file in several steps, and a checkout many files; what follows within this is one change. */
const settleMilliseconds = 100;

const clearScreen = '\u001b[2J\u001b[3J\u001b[H';

/**
 * @param ended aborts when watching is to end.
 * @throws UsageError for what is wrong when it begins; what is wrong later may be mended while it watches.
 */
export async function watchAndCheck(
  paths: readonly string[],
  options: CheckOptions,
  host: Host,
  core: CheckCore,
  ended: AbortSignal,
): Promise<ExitCode> {
  rejectContradictions(paths, options);
  let workspace: Workspace | undefined;
  let state: string | undefined;
  const watched: { roots?: string; watch?: Watch } = {};
  let wake: () => void = () => undefined;
  let changes = 0;
  let seen = 0;
  const isStale = (): boolean => changes > seen;
  const changed = (): void => {
    changes++;
    wake();
  };
  const follow = (roots: readonly string[]): void => {
    const key = roots.join('\n');
    if (watched.roots === key) return;
    watched.watch?.close();
    watched.roots = key;
    watched.watch = watchFolders(roots, changed);
  };
  const onAbort = (): void => {
    wake();
  };
  ended.addEventListener('abort', onAbort);
  try {
    while (!ended.aborted) {
      seen = changes;
      const run = { started: host.now(), progress: new Progress(host) };
      let next: Workspace | UsageError;
      try {
        next = kept(workspace, await open(paths, options, host, core, run));
      } catch (error) {
        // A first mistake is the command's; a later one may be half of an edit.
        if (!(error instanceof UsageError) || workspace === undefined) throw error;
        next = error;
      }
      const nextState = next instanceof UsageError ? next.message : stateOf(next);
      if (nextState !== state) {
        state = nextState;
        if (host.stdout.isTTY) host.stdout.write(clearScreen);
        if (next instanceof UsageError) host.stderr.write(`faultline: ${next.message}\n`);
        else await report(next, options, host, core, run);
        host.stderr.write(`${timeOfDay()} · watching for changes, Ctrl-C ends.\n`);
      }
      if (!(next instanceof UsageError)) {
        workspace = next;
        follow(next.projects.map(({ root }) => root));
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (isStale() || ended.aborted) resolve();
      });
      await settled(ended);
    }
  } finally {
    ended.removeEventListener('abort', onAbort);
    watched.watch?.close();
  }
  return exitCodes.clean;
}

/** The workspace as it is now, with those projects that are only other in their texts. */
function kept(before: Workspace | undefined, now: Workspace): Workspace {
  const known = new Map(before?.projects.map((project) => [identityOf(project), project]));
  const projects = now.projects.map((project) => {
    const same = known.get(identityOf(project));
    same?.update(project.texts);
    return same ?? project;
  });
  return { ...now, projects };
}

const identityOf = ({ settings: { root, config, today } }: OpenProject): string =>
  [root, today, configKey(config)].join('\n');

/** Whether anything is to be said anew. */
function stateOf({ projects, problems }: Workspace): string {
  return JSON.stringify([problems, projects.map((project) => [identityOf(project), [...project.texts]])]);
}

const timeOfDay = (): string => new Date().toTimeString().slice(0, 8);

async function settled(ended: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, settleMilliseconds);
    ended.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

/** Aborts when the user or the system asks the process to end. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      controller.abort();
    });
  }
  return controller.signal;
}
