import fc from 'fast-check';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { decisionsFrom } from '../../language/reports/records/import.ts';
import { lintRecords } from '../../language/reports/records/lint.ts';
import { readRecord } from '../../language/reports/records/read.ts';
import { isRecord } from '../../language/reports/records/record.ts';
import { projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';
import { sharedFolder } from '../support/shared.ts';

const madr4 = `---
status: "superseded by [ADR-0005](0005-later.md)"
date: 2026-10-02
decision-makers: Ada, Grace
consulted: [Leslie]
informed:
---

# Keep every payment

## Context and Problem Statement

A failover may lose some.

## Decision Drivers

* No acknowledged payment may be lost
* Below 400 ms

## Considered Options

* Asynchronous standbys
* One synchronous standby

## Decision Outcome

Chosen option: "One synchronous standby", because
it keeps them.

### Consequences

* Good, because …
`;

const nygard = `# 7. Keep every payment

Date: 2026-10-02

## Status

Accepted

Amends [3. Payments](0003-payments.md)

## Context

## Decision

We keep them.
`;

const log4brains = `# Keep every payment

- Status: draft
- Deciders: Ada; Grace
- Date: 2026-10-02
- Tags: payments

## Decision Outcome

Chosen option: “Standby”.

## Links

- Supersedes [20260901-lose-some](20260901-lose-some.md)
- See https://example.org for more
`;

describe('reads', () => {
  test('MADR 4 with front matter', () => {
    expect(readRecord('docs/0004-keep.md', madr4)).toMatchObject({
      number: 4,
      title: 'Keep every payment',
      status: { value: 'superseded', style: 'front-matter', line: 2 },
      date: '2026-10-02',
      deciders: ['Ada', 'Grace'],
      consulted: ['Leslie'],
      informed: [],
      drivers: ['No acknowledged payment may be lost', 'Below 400 ms'],
      options: [{ title: 'Asynchronous standbys' }, { title: 'One synchronous standby' }],
      chosen: 'One synchronous standby',
      because: 'it keeps them.',
      links: [{ kind: 'superseded-by', target: '0005-later.md', line: 2 }],
    });
  });

  test('the sections of Nygard and adr-tools', () => {
    expect(readRecord('0007-keep.md', nygard)).toMatchObject({
      number: 7,
      title: 'Keep every payment',
      status: { value: 'accepted', text: 'Accepted', style: 'section', line: 5 },
      date: '2026-10-02',
      links: [{ kind: 'amends', target: '0003-payments.md', line: 9 }],
    });
  });

  test('log4brains, named by day', () => {
    expect(readRecord('20261002-keep.md', log4brains)).toMatchObject({
      number: undefined,
      day: '2026-10-02',
      status: { value: 'draft', style: 'list', line: 3 },
      deciders: ['Ada', 'Grace'],
      chosen: 'Standby',
      because: undefined,
      links: [{ kind: 'supersedes', target: '20260901-lose-some.md', line: 14 }],
    });
  });

  test('lines that end as on Windows, and a mark at the start', () => {
    const text = `\uFEFF${madr4.replaceAll('\n', '\r\n')}`;
    expect(readRecord('0004-keep.md', text)).toEqual({ ...readRecord('0004-keep.md', madr4), text });
  });

  test.each([
    ['Accepted', 'accepted'],
    ['**Approved**', 'accepted'],
    ['Superseded by [x](x.md)', 'superseded'],
    ['PROPOSED', 'proposed'],
    ['Partly superseded', undefined],
  ])('the status %s', (text, value) => {
    expect(readRecord('1-x.md', `# X\n\n## Status\n\n${text}\n`).status?.value).toBe(value);
  });

  test('a template is no record, and its choices are no status', () => {
    const template = readRecord('template.md', '# [short title]\n\n- Status: [draft | proposed | accepted]\n');
    expect(template.status).toBeUndefined();
    expect(isRecord(template)).toBe(false);
  });
});

describe('lints', () => {
  test('a collection may do without statuses', () => {
    expect(lintRecords([readRecord('1-a.md', '# X\n'), readRecord('2-b.md', '# Y\n')])).toEqual([]);
  });

  const lint = (files: Record<string, string>): string[] =>
    lintRecords(Object.entries(files).map(([name, text]) => readRecord(name, text))).map(
      ({ path: file, line, rule }) => `${file}:${String(line)} ${rule}`,
    );
  const record = (status: string, ...links: string[]): string =>
    `# X\n\n- Status: ${status}\n\n## Links\n\n${links.map((link) => `- ${link}\n`).join('')}`;

  test('nothing where all is well', () => {
    expect(
      lint({
        '0001-a.md': record('superseded by [b](0002-b.md)'),
        '0002-b.md': record('accepted', 'Supersedes [a](0001-a.md)', 'Relates to [c](other/0001-c.md)'),
        'other/0001-c.md': record('accepted'),
      }),
    ).toEqual([]);
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['a number twice', { '1-a.md': record('accepted'), '1-b.md': record('accepted') }, ['1-b.md:1 duplicate-number']],
    ['a link to nothing', { '1-a.md': record('accepted', 'Amends [x](9-x.md)') }, ['1-a.md:7 dangling-link']],
    [
      'one side only',
      { '1-a.md': record('accepted'), '2-b.md': record('accepted', 'Supersedes [a](1-a.md)') },
      ['2-b.md:7 one-sided-link'],
    ],
    ['superseded by nothing', { '1-a.md': record('superseded') }, ['1-a.md:3 superseded-by-nothing']],
    [
      'no status where most have one',
      { '1-a.md': '# X\n', '2-b.md': record('accepted'), '3-c.md': record('draft') },
      ['1-a.md:1 no-status'],
    ],
    ['a status that nobody knows', { '1-a.md': record('maybe') }, ['1-a.md:3 unknown-status']],
    [
      'a circle',
      {
        '1-a.md': record('accepted', 'Supersedes [b](2-b.md)', 'Superseded by [b](2-b.md)'),
        '2-b.md': record('accepted', 'Supersedes [a](1-a.md)', 'Superseded by [a](1-a.md)'),
      },
      ['1-a.md:7 circular-supersession', '2-b.md:7 circular-supersession'],
    ],
  ])('%s', (_, files, expected) => {
    expect(lint(files)).toEqual(expected);
  });
});

describe('takes over', () => {
  const imported = (files: Record<string, string>): string =>
    decisionsFrom(
      Object.entries(files).map(([name, text]) => readRecord(name, text)),
      [{ qualified: 'shop.ledger', title: 'Ledger' }],
    );

  test('what the notation has a word for, and says the rest', () => {
    expect(
      imported({
        '0004-keep.md': madr4.replace('A failover', 'A failover of the ledger'),
        '0005-later.md': '# Later\n\n- Status: maybe\n- Amends [x](9-x.md)\n',
      }),
    ).toMatchInlineSnapshot(`
      "// Imported from decision records.

      decision keep-every-payment "Keep every payment" {
        number: 4
        status: superseded on 2026-10-02 by later
        deciders: "Ada", "Grace"
        consulted: "Leslie"
        drivers: "No acknowledged payment may be lost", "Below 400 ms"
        chosen: one-synchronous-standby
        because: "it keeps them."
        // - Its record: 0004-keep.md
        // - It names these; if it is about them, write affects: shop.ledger
        option asynchronous-standbys "Asynchronous standbys"
        option one-synchronous-standby "One synchronous standby"
      }

      decision later "Later" {
        number: 5
        // - Its record: 0005-later.md
        // - Status: maybe
      }
      "
    `);
  });

  test.each(
    Object.entries({
      madr4,
      nygard,
      log4brains,
      sly: '# a" } decision x {\n\n- Status: accepted\n- Deciders: "; \\\n',
    }),
  )('%s, in text that is read without a mistake', (_, text) => {
    const files = { '0003-payments.md': '# Payments\n\n- Status: accepted\n', '0007-x.md': text };
    const findings = projectOf([['file:///project/decisions.arch', imported(files)]]).findings();
    expect(findings.filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  });
});

test('no text makes it fail', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '---\n',
      '# ',
      '## Status\n',
      '- Status: ',
      'Chosen option: "',
      '[a](b.md)',
      '*',
      '`',
      '\n',
      '&a [*a]',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      expect(readRecord('0001-x.md', text).text).toBe(text);
    }),
    { numRuns: runs(500) },
  );
});

const sharedCollections = sharedFolder('data/corpora/adr', 'decision records of others');

describe.skipIf(sharedCollections === undefined)('collections of others', () => {
  const folder = sharedCollections ?? '';
  const read = (collection: string): ReturnType<typeof readRecord>[] =>
    globSync('**/*.md', { cwd: path.join(folder, collection) })
      .sort()
      .map((file) => readRecord(file.replaceAll('\\', '/'), readFileSync(path.join(folder, collection, file), 'utf8')))
      .filter(isRecord);

  test('each record of Nygard’s form states where it stands; one means nothing', () => {
    const records = read('govuk-aws');
    expect(records).toHaveLength(38);
    expect(records.filter(({ status }) => status?.value === undefined).map(({ status }) => status?.text)).toEqual([
      'Partly superseded',
    ]);
    expect(records.filter(({ links }) => links.length > 0).map(({ number }) => number)).toEqual([4, 10, 17]);
  });

  test('links of others that lead nowhere or one way', () => {
    expect(lintRecords(read('govuk-aws')).map(({ path: file, rule }) => `${path.basename(file)} ${rule}`)).toEqual([
      '0003-aws-networking-outline.md unknown-status',
      '0004-dns-definitions-for-hosts-and-services.md one-sided-link',
    ]);
  });

  test.each(['arachne', 'govuk-aws', 'log4brains', 'madr'])(
    '%s is taken over without a mistake in the text',
    (name) => {
      const text = decisionsFrom(read(name), []);
      const findings = projectOf([['file:///project/decisions.arch', text]]).findings();
      expect(findings.filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
    },
  );

  test('an outcome is read wherever MADR’s own records have one', () => {
    const records = read('madr').filter(({ path: file }) => file.startsWith('docs/decisions/0'));
    expect(records).toHaveLength(19);
    expect(records.filter(({ chosen }) => chosen === undefined)).toEqual([]);
  });
});
