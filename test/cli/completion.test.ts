/** `faultline completion`: scripts that know every command and option, and what bash makes of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandShapes } from '../../server/cli/completion/shape.ts';
import { commandLine, run } from '../../server/cli/run.ts';
import { shells } from '../../server/cli/shells.ts';
import { folderWith, hostIn } from './helpers.ts';

const shapes = commandShapes(commandLine(hostIn('/'), () => undefined));

async function scriptFor(shell: string): Promise<string> {
  const host = hostIn('/');
  expect(await run(['completion', shell], host)).toBe(0);
  return host.out();
}

describe.each(shells)('the script for %s', (shell) => {
  it('names every command, option and choice', async () => {
    const script = await scriptFor(shell);
    for (const { name, options, words } of shapes) {
      for (const word of name.split(' ')) expect(script).toContain(word);
      for (const { word } of words) expect(script).toContain(word);
      for (const { long, choices } of options) {
        expect(script).toContain(shell === 'fish' ? `-l ${long}` : `--${long}`);
        for (const choice of choices) expect(script).toContain(choice);
      }
    }
  });
});

it('knows which values are paths, and which are words', () => {
  const check = shapes.find(({ name }) => name === 'check');
  const values = Object.fromEntries(check?.options.map(({ long, value }) => [long, value]) ?? []);
  expect(values).toMatchObject({
    format: 'words',
    output: 'path',
    'max-warnings': 'other',
    fix: 'none',
    changed: 'none',
  });
  expect(shapes.map(({ name }) => name)).toContain('config print');
});

const hasBash = spawnSync('bash', ['--version']).status === 0;
if (!hasBash) process.stderr.write('bash is not installed: what it makes of its completion script is not tested.\n');

describe.runIf(hasBash)('bash', () => {
  async function complete(...words: string[]): Promise<string[]> {
    const cwd = folderWith({ 'models/a.arch': '', 'notes.md': '', script: await scriptFor('bash') });
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const ask = `source ./script; complete -p faultline >/dev/null || exit 1
COMP_WORDS=(${quoted}); COMP_CWORD=${String(words.length - 1)}; _faultline; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', ask], { cwd, encoding: 'utf8' });
    expect(stderr).toBe('');
    return stdout.split('\n').filter((word) => word !== '');
  }

  it.each<[string[], string[]]>([
    [['faultline', 'ch'], ['check']],
    [['faultline', 'config', ''], ['print']],
    [['faultline', 'config', 'print', '--for'], ['--format']],
    [['faultline', 'check', '--fo'], ['--format']],
    [['faultline', 'check', '--format', 's'], ['sarif']],
    [
      ['faultline', 'check', '-f', 'j'],
      ['json', 'junit'],
    ],
    [['faultline', 'check', '--format', '=', 'ju'], ['junit']],
    [
      ['faultline', 'check', '--format', '='],
      ['pretty', 'json', 'sarif', 'github', 'junit', 'unix'],
    ],
    [['faultline', 'check', '--output', 'no'], ['notes.md']],
    [['faultline', 'check', '--max-warnings', ''], []],
    [['faultline', 'check', 'mod'], ['models']],
    [['faultline', 'check', 'models', '--wat'], ['--watch']],
    [['faultline', 'completion', 'po'], ['powershell']],
    [['faultline', 'rules', ''], []],
  ])('completes %j with %j', async (words, expected) => {
    expect(await complete(...words)).toEqual(expected);
  });

  it('finds files below the folder that is typed', async () => {
    expect(await complete('faultline', 'fmt', 'models/')).toEqual([join('models', 'a.arch')]);
  });
});
