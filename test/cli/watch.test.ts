/** `check --watch`: what is said while files come, change and go. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CheckOptions } from '../../server/cli/check-options.ts';
import { core } from '../../server/cli/core.ts';
import type { ProjectSettings } from '../../server/cli/workspace.ts';
import { watchAndCheck } from '../../server/cli/watch.ts';
import { watchFolders, type Watch } from '../../server/files/watch.ts';
import { folderWith, hostIn } from './helpers.ts';

/** Far longer than a change takes to be seen, also where folders are polled. */
const patience = { timeout: 15_000 };

const running: { controller: AbortController; code: Promise<number> }[] = [];
const watches: Watch[] = [];
afterEach(async () => {
  for (const watch of watches.splice(0)) watch.close();
  for (const { controller, code } of running.splice(0)) {
    controller.abort();
    await code.catch(() => undefined);
  }
});

function start(cwd: string, options: Partial<CheckOptions> = {}, isTTY = false) {
  let built = 0;
  const host = hostIn(cwd);
  const counting = {
    ...core,
    createProject: (settings: ProjectSettings) => {
      built++;
      return core.createProject(settings);
    },
  };
  const controller = new AbortController();
  const given = { ...host, stdout: { ...host.stdout, isTTY } };
  const code = watchAndCheck(
    ['.'],
    { format: 'json', threshold: 'error', watch: true, ...options },
    given,
    counting,
    controller.signal,
  );
  running.push({ controller, code });
  /** The ids that each report so far listed. */
  const reports = (): string[][] =>
    host
      .out()
      .split(/^(?=\{$)/m)
      .filter((text) => text !== '')
      .map((text) => (JSON.parse(text) as { findings: { id: string }[] }).findings.map(({ id }) => id));
  return { host, controller, code, reports, built: () => built };
}

const sees = async (reports: () => string[][], ...ids: string[]) => {
  await expect.poll(() => reports().at(-1), patience).toEqual(ids);
};

describe('faultline check --watch', () => {
  it('follows edits, new and deleted files and folders in one project, and ends with 0', async () => {
    const cwd = folderWith({ 'a.arch': 'service a { owner: nobody }\n', 'node_modules/x.arch': '' });
    const { reports, code, controller, host, built } = start(cwd);
    await sees(reports, 'language/unresolved-name@a/nobody');
    writeFileSync(join(cwd, 'a.arch'), 'team t\nservice a { owner: t }\n');
    await sees(reports);
    mkdirSync(join(cwd, 'sub'));
    writeFileSync(join(cwd, 'sub', 'b.arch'), 'service b { owner: q }\n');
    await sees(reports, 'language/unresolved-name@b/q');
    writeFileSync(join(cwd, 'sub', 'b.arch'), 'service b { owner: r }\n');
    await sees(reports, 'language/unresolved-name@b/r');
    rmSync(join(cwd, 'sub'), { recursive: true });
    await sees(reports);
    expect(built()).toBe(1);
    expect(host.err()).toMatch(/^\d\d:\d\d:\d\d · watching for changes, Ctrl-C ends\.$/m);
    controller.abort();
    expect(await code).toBe(0);
  }, 60_000);

  it('takes in another configuration, and waits where it is broken or nothing is left', async () => {
    const cwd = folderWith({ 'faultline.json': '{}', 'a.arch': 'team t\nservice a { onwer: t }\n' });
    const { reports, host } = start(cwd);
    await sees(reports, 'operations/no-owner@a', 'language/unknown-key@a/onwer');
    writeFileSync(join(cwd, 'faultline.json'), '{ "rules": { "operations/*": "of" } }');
    await expect.poll(() => host.err(), patience).toContain('Did you mean "off"?');
    writeFileSync(join(cwd, 'faultline.json'), '{ "rules": { "operations/*": "off" } }');
    await sees(reports, 'language/unknown-key@a/onwer');
    rmSync(join(cwd, 'a.arch'));
    await expect.poll(() => host.err(), patience).toContain('there are no .arch files in .');
    writeFileSync(join(cwd, 'b.arch'), 'service b { kkk: 1 }\n');
    await sees(reports, 'language/unknown-key@b/kkk');
  }, 90_000);

  it('clears a terminal and nothing else', async () => {
    const cwd = folderWith({ 'a.arch': 'service a\n' });
    for (const isTTY of [true, false]) {
      const { host } = start(cwd, { format: 'pretty' }, isTTY);
      await expect.poll(() => host.err(), patience).toContain('watching');
      expect(host.out().startsWith('\u001b[2J')).toBe(isTTY);
    }
  }, 30_000);

  it('begins only where there is something to check', async () => {
    await expect(start(folderWith({})).code).rejects.toThrow('there are no .arch files');
    await expect(start(folderWith({ 'a.arch': '' }), { fix: true }).code).rejects.toThrow('--watch only reports');
  });
});

describe('watchFolders', () => {
  it.each([true, false])(
    'sees a folder that is deleted and comes back (by the system: %s)',
    async (canWatch) => {
      const parent = folderWith({ 'root/a.arch': '' });
      const root = join(parent, 'root');
      let changes = 0;
      watches.push(
        watchFolders(
          [root],
          () => {
            changes++;
          },
          canWatch,
        ),
      );
      const changesAfter = async (edit: () => void) => {
        const before = changes;
        edit();
        await expect.poll(() => changes, patience).toBeGreaterThan(before);
      };
      await changesAfter(() => {
        rmSync(root, { recursive: true });
      });
      await changesAfter(() => {
        mkdirSync(root);
      });
      await changesAfter(() => {
        writeFileSync(join(root, 'b.arch'), 'service b\n');
      });
    },
    60_000,
  );
});
