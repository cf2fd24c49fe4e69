/** What `check --fix` does to texts, and what it leaves as it was. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../language/project/config.ts';
import type { Fix, TextEdit } from '../../language/model/finding.ts';
import type { CheckOptions } from '../../server/cli/check-options.ts';
import { applyFixes } from '../../language/refactorings/apply-fixes.ts';
import { check } from '../../server/cli/commands/check.ts';
import { core } from '../../server/cli/core.ts';
import { chosenFix, mend } from '../../server/cli/fix.ts';
import { unifiedDiff } from '../../server/cli/unified-diff.ts';
import { OpenProject } from '../../server/cli/workspace.ts';
import { uriOf } from '../support/annotated.ts';
import { projectOf, strict, TODAY } from '../support/project.ts';
import { runs } from '../support/properties.ts';
import { aFinding, folderWith, hostIn } from './helpers.ts';

const uri = uriOf('a.arch');

function edit(start: [number, number], end: [number, number], newText: string, of = uri): TextEdit {
  const at = ([line, character]: [number, number]) => ({ line, character });
  return { uri: of, range: { start: at(start), end: at(end) }, newText };
}
const fix = (...edits: TextEdit[]): Fix => ({ title: 'mend', safe: true, edits });

describe('applyFixes', () => {
  const apply = (text: string, ...fixes: Fix[]) => {
    const { texts, count } = applyFixes(new Map([[uri, text]]), fixes);
    return { text: texts.get(uri) ?? text, count };
  };

  it.each<[string, string, Fix[], { text: string; count: number }]>([
    ['apart', 'abcdef', [fix(edit([0, 1], [0, 2], 'X')), fix(edit([0, 4], [0, 5], ''))], { text: 'aXcdf', count: 2 }],
    [
      'overlapping',
      'abcdef',
      [fix(edit([0, 1], [0, 3], 'X')), fix(edit([0, 2], [0, 5], 'Y'))],
      { text: 'aXdef', count: 1 },
    ],
    [
      'touching',
      'abcdef',
      [fix(edit([0, 1], [0, 3], 'X')), fix(edit([0, 3], [0, 4], 'Y'))],
      { text: 'aXdef', count: 1 },
    ],
    ['at one place', 'ab', [fix(edit([0, 1], [0, 1], 'X')), fix(edit([0, 1], [0, 1], 'Y'))], { text: 'aXb', count: 1 }],
    [
      'the same twice',
      'ab',
      [fix(edit([0, 0], [0, 1], 'X')), fix(edit([0, 0], [0, 1], 'X'))],
      { text: 'Xb', count: 1 },
    ],
    ['without effect', 'ab', [fix(edit([0, 0], [0, 1], 'a'))], { text: 'ab', count: 0 }],
    [
      'with one edit in the way',
      'abcdef',
      [fix(edit([0, 0], [0, 1], 'X')), fix(edit([0, 0], [0, 1], 'Y'), edit([0, 4], [0, 5], 'Z'))],
      { text: 'Xbcdef', count: 1 },
    ],
    [
      'that meet themselves',
      'abc',
      [fix(edit([0, 0], [0, 2], 'X'), edit([0, 1], [0, 3], 'Y'))],
      { text: 'abc', count: 0 },
    ],
    ['in another file', 'abc', [fix(edit([0, 0], [0, 1], 'X', uriOf('b.arch')))], { text: 'abc', count: 0 }],
    [
      'that insert lines into a file of Windows',
      'a\r\nb\r\n',
      [fix(edit([1, 0], [1, 0], 'x\n'))],
      { text: 'a\r\nx\r\nb\r\n', count: 1 },
    ],
  ])('takes fixes %s', (_, text, fixes, expected) => {
    expect(apply(text, ...fixes)).toEqual(expected);
  });

  it('never applies half a fix, and never two in one place', () => {
    const span = fc.tuple(fc.nat(20), fc.nat(6)).map(([start, length]) => [start, start + length] as const);
    fc.assert(
      fc.property(fc.array(fc.array(span, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), (drawn) => {
        const text = Array.from({ length: 27 }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
        const fixes = drawn.map((spans, i) =>
          fix(...spans.map(([from, to]) => edit([0, from], [0, to], `<${String(i)}>`))),
        );
        const { text: result, count } = apply(text, ...fixes);
        const marks = [...result.matchAll(/<(\d+)>/g)].map(([, i]) => Number(i));
        const byFix = new Map<number, number>();
        for (const i of marks) byFix.set(i, (byFix.get(i) ?? 0) + 1);
        expect(byFix.size).toBe(count);
        for (const [i, times] of byFix) expect(times).toBe(drawn[i]?.length);
        // What is left of the text is in its order.
        const left = result.replace(/<\d+>/g, '');
        let at = 0;
        for (const character of left) at = text.indexOf(character, at) + 1;
        expect(left === '' || at > 0).toBe(true);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('the fix of a finding', () => {
  const fixes = [
    { title: 'first', safe: false, edits: [] },
    { title: 'safe', safe: true, edits: [] },
  ];
  it.each([
    [fixes, false, 'safe'],
    [fixes, true, 'safe'],
    [fixes.slice(0, 1), true, 'first'],
    [fixes.slice(0, 1), false, undefined],
    [[], true, undefined],
  ])('is one of the alternatives: %#', (alternatives, isUnsafeAllowed, title) => {
    expect(chosenFix(aFinding({ fixes: alternatives }), isUnsafeAllowed)?.title).toBe(title);
  });
});

const everything = (): boolean => true;

function opened(texts: ReadonlyMap<string, string>): OpenProject {
  const settings = { config: strict, root: 'file:///project', today: TODAY, incremental: true };
  return new OpenProject('/project', settings, texts, core.createProject, undefined);
}

/** Everything that is said and counts: no second value of a key that takes one, and nothing that only hides findings. */
function meaning(texts: Iterable<readonly [string, string]>) {
  return [...projectOf(texts, { config: strict }).model.entities.values()]
    .filter(({ kind }) => kind !== 'accept')
    .map((entity) => ({
      ...entity,
      uris: [],
      repeated: undefined,
      values: new Map(
        [...entity.values].map(([key, values]) => [key, entity.repeated.has(key) ? values.slice(0, 1) : values]),
      ),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

const line = fc.constantFrom(
  'replicas: 2',
  'replicas: 2',
  'replicas: 3; replicas: 4',
  'owner: t',
  'onwer: t',
  'ownre: t // why',
  '// faultline-ignore operations/no-owner -- later',
  '// faultline-ignore operations/no-owner, cost/over-budget -- later',
  'replicas: 2 // faultline-ignore language/unknown-key -- wrong',
  'accept cost/over-budget on a { because: "cheap"; until: 2020-01-01 }',
  'accept operations/no-owner on b { because: "cheap" }',
  'service inner { replicas: 1; replicas: 1 }',
);
const block = fc
  .tuple(
    fc.constantFrom('service a', 'service b', 'store c', 'extend a', 'team t', 'system s'),
    fc.array(line, { maxLength: 4 }),
  )
  .map(([head, lines]) => `${head} {\n${lines.map((text) => `  ${text}\n`).join('')}}\n`);
const flow = fc.constantFrom(
  'a -> b\n',
  'a -> c { access: append; retries: 2 }\n',
  'a -> c x { retries: 1; retries: 2 }\n',
);
const text = fc
  .tuple(fc.array(fc.oneof(block, flow), { maxLength: 6 }), fc.boolean())
  .map(([parts, isWindows]) => (isWindows ? parts.join('').replaceAll('\n', '\r\n') : parts.join('')));

describe('mending', () => {
  it.each([false, true])(
    'settles, keeps the text readable, and when safe the meaning (unsafe: %s)',
    (isUnsafeAllowed) => {
      fc.assert(
        fc.property(fc.array(text, { minLength: 1, maxLength: 2 }), (drawn) => {
          const before = new Map(drawn.map((content, i) => [uriOf(`${String(i)}.arch`), content]));
          const project = opened(before);
          const unreadable = project.analysis.findings.filter(({ rule }) => rule === 'language/syntax').length;
          const mended = mend(project, everything, isUnsafeAllowed);
          expect(mended.problems).toEqual([]);
          const findings = project.analysis.findings;
          expect(findings.filter(({ rule }) => rule === 'language/syntax').length).toBeLessThanOrEqual(unreadable);
          expect(findings.filter((finding) => finding.fixes.some(({ safe }) => safe))).toEqual([]);
          expect(findings).toEqual(projectOf(project.texts, { config: strict, root: 'file:///project' }).findings());
          if (!isUnsafeAllowed) expect(meaning(project.texts)).toEqual(meaning(before));
          expect(mend(opened(project.texts), everything, isUnsafeAllowed)).toMatchObject({ count: 0, problems: [] });
        }),
        { numRuns: runs(60) },
      );
    },
  );

  const fixing = (after: string) => ({ fixes: [fix(edit([0, 0], [0, 99], after))] });
  const pretending = (findingsOf: (content: string) => ReturnType<typeof aFinding>[]) => {
    let content = '';
    const create = () => ({
      setDocument: (_: string, changed: string) => void (content = changed),
      deleteDocument: () => undefined,
      ownText: () => [],
      summaryOf: () => ({ documents: 1, elements: 0, flows: 0 }),
      findings: () => findingsOf(content),
    });
    const settings = { config: defaultConfig, root: 'file:///project', today: TODAY };
    return new OpenProject('/project', settings, new Map([[uri, 'ping']]), create, undefined);
  };

  it('stops where fixes undo each other', () => {
    const project = pretending((content) => [aFinding({ uri, ...fixing(content === 'ping' ? 'pong' : 'ping') })]);
    expect(mend(project, everything, false).problems[0]).toMatch(/kept undoing each other/);
    const growing = pretending((content) => [aFinding({ uri, ...fixing(`${content}!`) })]);
    expect(mend(growing, everything, false)).toMatchObject({
      count: 10,
      problems: [expect.stringContaining('10 passes')],
    });
  });

  it('takes back what leaves a text that cannot be read', () => {
    const project = pretending((content) =>
      content === 'ping' ? [aFinding({ uri, ...fixing('{') })] : [aFinding({ uri, rule: 'language/syntax' })],
    );
    const { count, problems } = mend(project, everything, false);
    expect({ count, text: project.texts.get(uri) }).toEqual({ count: 0, text: 'ping' });
    expect(problems[0]).toMatch(/taken back; please report test\/bad/);
  });
});

describe('unifiedDiff', () => {
  it.each([
    ['a\n', 'a\n', ''],
    ['a\nb\nc\n', 'a\nx\nc\n', '--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n'],
    ['', 'a\n', '--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n'],
    ['a', 'b', '--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n'],
  ])('of %j and %j', (before, after, expected) => {
    expect(unifiedDiff('f', before, after)).toBe(expected);
  });

  it('is what git applies', () => {
    const content = fc
      .array(fc.constantFrom('a', 'b', 'c', '', 'd\r'), { maxLength: 30 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(content, content, (before, after) => {
        fc.pre(before !== after && before !== '' && after !== '');
        const folder = folderWith({ f: before });
        const { status, stderr } = spawnSync('git', ['apply', '--unidiff-zero', '--whitespace=nowarn', '-'], {
          cwd: folder,
          input: unifiedDiff('f', before, after),
          encoding: 'utf8',
        });
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(readFileSync(join(folder, 'f'), 'utf8')).toBe(after);
      }),
      { numRuns: runs(25) },
    );
  });
});

describe('faultline check --fix', () => {
  const faulty = 'team t\nservice a {\n  owner: t\n  onwer: t\n  replicas: 2; replicas: 2\n}\n';

  async function run(files: Record<string, string>, paths: string[], options: Partial<CheckOptions>) {
    const cwd = folderWith(files);
    const host = hostIn(cwd);
    const code = await check(paths, { format: 'json', threshold: 'error', ...options }, host, core);
    return {
      cwd,
      code,
      out: host.out(),
      err: host.err(),
      text: (name: string) => readFileSync(join(cwd, name), 'utf8'),
    };
  }

  it('mends what is safe, says what is left, and exits by it', async () => {
    const { code, err, out, text: read } = await run({ 'a.arch': faulty }, ['.'], { fix: true });
    expect(read('a.arch')).toBe('team t\nservice a {\n  owner: t\n  onwer: t\n  replicas: 2\n}\n');
    expect(err).toBe('1 finding fixed, 1 left. Some of them --fix-unsafe can mend; look at what it changes.\n');
    expect((JSON.parse(out) as { findings: { id: string }[] }).findings.map(({ id }) => id)).toEqual([
      'language/unknown-key@a/onwer',
    ]);
    expect(code).toBe(1);
  });

  it('mends the rest when told so, and is done then', async () => {
    const { code, err, text: read } = await run({ 'a.arch': faulty }, ['.'], { fixUnsafe: true });
    expect(read('a.arch')).toBe('team t\nservice a {\n  owner: t\n  replicas: 2\n}\n');
    expect({ code, err }).toEqual({ code: 0, err: '3 findings fixed, 0 left.\n' });
  });

  it('keeps a byte order mark and line ends', async () => {
    const windows = `\uFEFF${faulty.replaceAll('\n', '\r\n')}`;
    const { text: read } = await run({ 'a.arch': windows }, ['.'], { fix: true });
    expect(read('a.arch')).toBe(windows.replace('; replicas: 2', ''));
  });

  it('mends only what was named', async () => {
    const { err, text: read } = await run(
      { 'faultline.json': '', 'a.arch': faulty, 'sub/b.arch': faulty.replaceAll('a {', 'b {').replace('team t\n', '') },
      ['sub'],
      { fix: true },
    );
    expect(read('a.arch')).toBe(faulty);
    expect(read('sub/b.arch')).not.toContain('; replicas');
    expect(err).toMatch(/^1 finding fixed/);
  });

  it('shows what it would change, as a patch, and changes nothing', async () => {
    const {
      cwd,
      code,
      out,
      err,
      text: read,
    } = await run({ 'a.arch': faulty }, ['.'], { format: 'pretty', diff: true });
    expect(out).toBe(
      '--- a/a.arch\n+++ b/a.arch\n@@ -2,5 +2,5 @@\n service a {\n   owner: t\n   onwer: t\n-  replicas: 2; replicas: 2\n+  replicas: 2\n }\n',
    );
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^1 finding would be fixed, 1 left/) as string,
    });
    expect(read('a.arch')).toBe(faulty);
    expect(existsSync(join(cwd, '.git'))).toBe(false);
    const clean = await run({ 'a.arch': 'service a\n' }, ['.'], { format: 'pretty', diff: true, fixUnsafe: false });
    expect({ code: clean.code, out: clean.out }).toEqual({ code: 0, out: '' });
  });

  it('leaves alone a file that changed meanwhile', async () => {
    const cwd = folderWith({ 'a.arch': faulty });
    const host = hostIn(cwd);
    const meddling = {
      ...core,
      createProject: (options: Parameters<typeof core.createProject>[0]) => {
        writeFileSync(join(cwd, 'a.arch'), 'service other\n');
        return core.createProject(options);
      },
    };
    expect(await check(['.'], { format: 'json', threshold: 'error', fix: true }, host, meddling)).toBe(2);
    expect(readFileSync(join(cwd, 'a.arch'), 'utf8')).toBe('service other\n');
    expect(host.err()).toContain('a.arch has changed meanwhile and was left as it is: run again.');
  });
});
