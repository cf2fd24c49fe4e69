import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { test } from '../../server/cli/commands/test.ts';
import type { TestOptions } from '../../server/cli/commands/test.ts';
import { core } from '../../server/cli/core.ts';
import { folderWith, hostIn } from './helpers.ts';

const model = `topology { zone a; zone b }
store one { replicas: 1 across a }
store other
`;
const passing = 'scenario down "A is down" { fail: a; expect: one not writable }\n';
const failing = 'scenario up { fail: a; expect: one readable }\n';
const open = 'scenario open { fail: a; expect: other readable }\n';

function run(files: Readonly<Record<string, string>>, options: Partial<TestOptions> = {}, paths: string[] = []) {
  const host = hostIn(folderWith({ 'faultline.json': '{}', 'model.arch': model, ...files }));
  const code = test(paths, { format: 'pretty', ...options }, host, core);
  return { code, out: host.out(), err: host.err(), cwd: host.cwd };
}

describe('test', () => {
  it.each([
    ['passes', passing, {}, 0],
    ['fails', passing + failing, {}, 1],
    ['takes what is unknown for no failure', open, {}, 0],
    ['fails on what is unknown where it is asked to', open, { strict: true }, 1],
    ['passes without scenarios', '', {}, 0],
    ['does not know of what cannot be read', `${passing}nonsense { x: 1 }`, {}, 2],
  ])('%s', (_what, text, options, code) => {
    expect(run({ 'tests.arch': text }, options).code).toBe(code);
  });

  it('tells people what holds and why', () => {
    const { out, err } = run({ 'tests.arch': passing + failing });
    expect(err).toBe('');
    expect(out).toBe(`down A is down tests.arch:1
  ✓ pass  one not writable
    the one copy of \`one\` in \`a\` is down

up tests.arch:2
  ✗ fail  one readable
    the one copy of \`one\` in \`a\` is down

1 passed, 1 failed, 0 unknown in 2 scenarios.
`);
    expect(run({}).out).toBe('No scenarios.\n');
  });

  it('says that what cannot be read is not tested', () => {
    const { err } = run({ 'tests.arch': `${passing}scenario bad { expect: one wriable }` });
    expect(err).toContain('1 error in the text');
  });

  it('tests what was named', () => {
    const files = { 'a.arch': passing, 'sub/b.arch': failing };
    expect(run(files, {}, ['a.arch']).code).toBe(0);
    expect(run(files, {}, ['sub']).code).toBe(1);
  });

  it('writes JSON', () => {
    const { out } = run({ 'tests.arch': passing + open }, { format: 'json' });
    expect(JSON.parse(out)).toMatchObject({
      scenarios: [
        {
          name: 'down',
          title: 'A is down',
          file: 'tests.arch',
          range: { start: { line: 0, character: 9 } },
          expectations: [{ expect: 'one not writable', result: 'pass', because: expect.any(String) as string }],
        },
        { name: 'open', expectations: [{ expect: 'other readable', result: 'unknown' }] },
      ],
      summary: { scenarios: 2, passed: 1, failed: 0, unknown: 1 },
    });
  });

  it('writes JUnit to a file', () => {
    const { out, cwd } = run({ 'tests.arch': failing + open }, { format: 'junit', output: 'report.xml' });
    expect(out).toBe('');
    const xml = readFileSync(join(cwd, 'report.xml'), 'utf8');
    expect(xml).toContain('<testsuites name="faultline test" tests="2" failures="1" errors="0" skipped="1"');
    expect(xml).toContain('<testcase classname="up" name="one readable" file="tests.arch" line="1">');
    expect(xml).toMatch(/<failure message="the one copy/);
    expect(xml).toMatch(/<skipped message="nobody says/);
  });
});
