import fc from 'fast-check';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { decisionsOf } from '../../language/reports/records/decision.ts';
import { INDEX, planRecords } from '../../language/reports/records/plan.ts';
import type { RecordPlan, RecordSettings } from '../../language/reports/records/plan.ts';
import { lintRecords } from '../../language/reports/records/lint.ts';
import { readRecord } from '../../language/reports/records/read.ts';
import { projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';

const settings: RecordSettings = { form: 'madr', naming: 'number', today: '2026-11-24' };

const first = '0001-how-do-we-replicate.md';

const model = `
store ledger "Ledger" { replicas: 3 }
service api
api -> ledger pay { access: write }

decision first "How do we *replicate*?" {
  status: superseded on 2026-01-05
  option b "Asynchronously" {}
  option a "Not at all" {}
  chosen: b
}
decision second "How do we replicate now?" {
  status: accepted on 2026-10-02
  affects: ledger
  deciders: "Ada", "Grace"
  drivers: "No payment may be lost"
  supersedes: first
  option sync "Synchronously" {}
  chosen: sync
  because: "It keeps | them."
}
scenario crash "A node crashes" { crash: ledger; expect: ledger not writable; }
`;

const plan = (
  text: string,
  existing: ReadonlyMap<string, string> = new Map(),
  more: Partial<RecordSettings> = {},
): RecordPlan =>
  planRecords(
    decisionsOf(projectOf([['file:///project/model.arch', text]])),
    existing,
    { ...settings, ...more },
    () => ({
      source: '../../model.arch#L6',
    }),
  );

const written = (result: RecordPlan): Map<string, string> =>
  new Map(result.files.map(({ name, text }) => [name, text]));

describe('records', () => {
  test('MADR: one file a decision, and an index', () => {
    const files = written(plan(model));
    expect([...files.keys()]).toEqual(['0001-how-do-we-replicate.md', '0002-how-do-we-replicate-now.md', INDEX]);
    expect(files.get('0002-how-do-we-replicate-now.md')?.replaceAll(/ [0-9a-f]{8} -->/g, ' -->'))
      .toMatchInlineSnapshot(`
      "---
      # faultline:begin front-matter 3803dbe5
      # faultline:record second
      status: accepted
      date: 2026-10-02
      decision-makers: Ada, Grace
      # faultline:end front-matter
      ---

      <!-- faultline:begin title -->

      # How do we replicate now?

      <!-- faultline:end title -->

      ## Context and Problem Statement

      <!-- What led to this decision? Whose problem is it? Text outside the marked regions is yours and is kept. -->

      <!-- faultline:begin considered -->

      ## Decision Drivers

      - No payment may be lost

      ## Considered Options

      - Synchronously

      <!-- faultline:end considered -->

      <!-- faultline:begin outcome -->

      ## Decision Outcome

      Chosen option: "Synchronously", because: It keeps \\| them.

      <!-- faultline:end outcome -->

      <!-- What else speaks for it, or follows from it? Text outside the marked regions is yours and is kept. -->


      <!-- faultline:begin confirmation -->

      ### Confirmation

      It affects Ledger; \`faultline check\` and \`faultline test\` hold the model against it.

      - A node crashes: ledger not writable — holds

      <!-- faultline:end confirmation -->

      ## More Information

      <!-- faultline:begin links -->

      - Supersedes [first](0001-how-do-we-replicate.md)
      - Written in [model.arch, line 6](../../model.arch#L6)

      <!-- faultline:end links -->
      "
    `);
  });

  test('the sections of Nygard, named by day', () => {
    const files = written(plan(model, new Map(), { form: 'nygard', naming: 'date' }));
    expect([...files.keys()]).toEqual([
      '20260105-how-do-we-replicate.md',
      '20261002-how-do-we-replicate-now.md',
      INDEX,
    ]);
  });

  test.each(['madr', 'nygard'] as const)('%s: what is written reads back, and links both ways', (form) => {
    const records = [...written(plan(model, new Map(), { form }))]
      .filter(([name]) => name !== INDEX)
      .map(([name, text]) => readRecord(name, text));
    expect(records.map(({ title }) => title)).toEqual(['How do we *replicate*?', 'How do we replicate now?']);
    expect(records.map(({ status }) => status?.value)).toEqual(['superseded', 'accepted']);
    expect(records.map(({ date }) => date)).toEqual(['2026-01-05', '2026-10-02']);
    expect(lintRecords(records)).toEqual([]);
  });

  test('writing again changes nothing', () => {
    const again = plan(model, written(plan(model)));
    expect(again).toEqual({ files: [], unchanged: 3, conflicts: [] });
  });

  test('a formatter of Markdown changes nothing that is generated', async () => {
    const formatted = new Map<string, string>();
    for (const [name, text] of written(plan(model))) formatted.set(name, await format(text, { parser: 'markdown' }));
    expect(plan(model, formatted)).toEqual({ files: [], unchanged: 3, conflicts: [] });
  });

  test('a new title keeps the file and its number', () => {
    const after = plan(model.replace('How do we replicate now?', 'Another'), written(plan(model)));
    expect(after.files.map(({ name }) => name)).toEqual(['0002-how-do-we-replicate-now.md', INDEX]);
  });

  test('a new decision takes the next number, whatever is there', () => {
    const existing = new Map([...written(plan(model)), ['0041-by-hand.md', '# By hand\n']]);
    const after = plan(`${model}\ndecision third "Third" {}`, existing);
    expect(after.files.map(({ name }) => name)).toEqual(['0042-third.md', INDEX]);
  });

  test('a record by hand is taken over where it names its decision, and nothing in it is lost', () => {
    const byHand = '# By hand\n\n<!-- faultline:record second -->\n\nMine.\n';
    const after = written(plan(model, new Map([['adr-7.md', byHand]])));
    expect(after.get('adr-7.md')?.startsWith(byHand)).toBe(true);
    expect(after.has('0002-how-do-we-replicate-now.md')).toBe(false);
  });

  test('a file of the name that a new record would get keeps what is in it, and its number', () => {
    const after = plan(model, new Map([['0001-how-do-we-replicate.md', '# Mine\n']]));
    expect(after.files.map(({ name }) => name)).toEqual([
      '0002-how-do-we-replicate.md',
      '0003-how-do-we-replicate-now.md',
      INDEX,
    ]);
  });

  test.each<[string, (files: Map<string, string>) => void, RegExp]>([
    [
      'a change inside a region',
      (files) => {
        files.set(first, (files.get(first) ?? '').replace('Asynchronously', 'Async'));
      },
      /changed by hand/,
    ],
    [
      'two records of one decision',
      (files) => {
        files.set('0009-copy.md', files.get(first) ?? '');
      },
      /is the record of `first` too/,
    ],
  ])('says where, instead of losing something: %s', (_, change, message) => {
    const files = written(plan(model));
    change(files);
    const { conflicts } = plan(model, files);
    expect(conflicts).toHaveLength(1);
    expect(conflicts[0]?.message).toMatch(message);
  });

  test('a number that another file has is not given twice', () => {
    const taken = new Map([['0012-by-hand.md', '# By hand\n']]);
    const { conflicts } = plan('decision d "D" { number: 12 }', taken);
    expect(conflicts.map(({ name }) => name)).toEqual(['0012-by-hand.md']);
  });

  test('by day, a file that is no record of it is in the way', () => {
    const taken = new Map([['20260105-how-do-we-replicate.md', '# Mine\n']]);
    const { conflicts } = plan(model, taken, { naming: 'date' });
    expect(conflicts.map(({ name }) => name)).toEqual(['20260105-how-do-we-replicate.md']);
  });

  test('text of the model is text: no Markdown, no HTML, no marker', () => {
    const title = '<img src=x onerror=alert(1)> [a](javascript:b) `c` <!-- faultline:end title -->';
    const [file] = written(plan(`decision d ${JSON.stringify(title)} {}`)).values();
    expect(readRecord('0001-d.md', file ?? '').title).toBe(title);
  });
});

test('what people write outside regions survives, byte for byte, whatever happens to the model', () => {
  const statuses = ['draft', 'proposed', 'accepted', 'rejected'];
  const prose = fc.array(fc.constantFrom('text ', '\n', '# Heading\n', '| a |\n', '---\n', '<!-- mine -->', '🙂'), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(
      prose,
      fc.constantFrom(...statuses),
      fc.boolean(),
      fc.string({ maxLength: 20 }),
      (mine, status, second, driver) => {
        const before = 'decision d "D" { status: proposed; drivers: "x" }';
        const [[name, text] = ['', '']] = written(plan(before));
        const own = `\nmine: ${mine.join('')}`;
        const edited = text.replace('## Context and Problem Statement', (heading) => heading + own);
        const changed = `decision d "D" { status: ${status}; drivers: ${JSON.stringify(driver)} }${second ? '\ndecision e "E" {}' : ''}`;
        const after = plan(changed, new Map([[name, edited]]));
        expect(after.conflicts).toEqual([]);
        expect(written(after).get(name) ?? edited).toContain(`## Context and Problem Statement${own}`);
      },
    ),
    { numRuns: runs(300) },
  );
});
