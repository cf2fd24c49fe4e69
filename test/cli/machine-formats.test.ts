import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { github } from '../../server/cli/formats/github.ts';
import { json } from '../../server/cli/formats/json.ts';
import { junit } from '../../server/cli/formats/junit.ts';
import { sarif } from '../../server/cli/formats/sarif.ts';
import { unix } from '../../server/cli/formats/unix.ts';
import { aFinding, aReport, plainLook } from './helpers.ts';

const uri = 'file:///work/a%20b/shop.arch';
const texts = { [uri]: 'service web\nstore orders\n', 'file:///work/clean.arch': '' };
const finding = aFinding({
  uri,
  message: 'Orders is <bad> & "so, on": 100%.\nMend it.',
  related: [{ uri, range: { start: { line: 0, character: 8 }, end: { line: 0, character: 11 } }, message: 'here' }],
  fixes: [
    {
      title: 'Rename',
      safe: true,
      edits: [{ uri, range: { start: { line: 1, character: 6 }, end: { line: 1, character: 12 } }, newText: 'carts' }],
    },
  ],
});
const hint = aFinding({ uri, severity: 'hint', id: 'test/bad@web' });

describe('json', () => {
  it('has the documented shape, with lines from zero and relative paths', () => {
    expect(JSON.parse(json(aReport([finding], texts), plainLook))).toEqual({
      version: '1.2.3',
      findings: [
        {
          id: 'test/bad@orders',
          rule: 'test/bad',
          severity: 'error',
          message: finding.message,
          file: 'a b/shop.arch',
          range: { start: { line: 1, character: 6 }, end: { line: 1, character: 12 } },
          related: [
            {
              message: 'here',
              file: 'a b/shop.arch',
              range: { start: { line: 0, character: 8 }, end: { line: 0, character: 11 } },
            },
          ],
          help: 'faultline explain test/bad',
        },
      ],
      summary: { documents: 2, elements: 3, flows: 2, errors: 1, warnings: 0, infos: 0, hints: 0, inBaseline: 0 },
    });
  });
});

describe('sarif', () => {
  const schemaFile = new URL(import.meta.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>;
  // The schema is draft-04, of which it uses nothing that later drafts read differently but the name of its id.
  delete schema['id'];
  delete schema['$schema'];
  const validate = addFormats
    .default(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }))
    .compile(schema);

  const logOf = async (findings: Parameters<typeof aReport>[0]) => {
    const log = JSON.parse(await sarif(aReport(findings, texts), plainLook)) as {
      runs: [{ tool: { driver: { rules: unknown[] } }; results: Record<string, unknown>[] }];
    };
    return log;
  };

  it.each([
    ['findings', [finding, hint]],
    ['no findings', []],
    ['a rule that is not in the registry', [aFinding({ rule: 'test/other' })]],
    ['a place in the library', [aFinding({ uri: 'library:/postgres.arch' })]],
  ])('is valid against the schema with %s', async (_, findings) => {
    validate(await logOf(findings));
    expect(validate.errors).toBeNull();
  });

  it('would notice an invalid log', () => {
    expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  });

  it('places a result below the source root, one-based, with its fingerprint and fix', async () => {
    const location = { uri: 'a%20b/shop.arch', uriBaseId: '%SRCROOT%' };
    const region = { startLine: 2, startColumn: 7, endLine: 2, endColumn: 13 };
    expect((await logOf([finding])).runs[0].results[0]).toMatchObject({
      ruleId: 'test/bad',
      ruleIndex: 0,
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: location, region } }],
      relatedLocations: [{ message: { text: 'here' } }],
      partialFingerprints: { 'faultlineFindingId/v1': 'test/bad@orders' },
      fixes: [
        {
          description: { text: 'Rename' },
          artifactChanges: [
            {
              artifactLocation: location,
              replacements: [{ deletedRegion: region, insertedContent: { text: 'carts' } }],
            },
          ],
        },
      ],
    });
  });

  it('documents every rule', async () => {
    expect((await logOf([finding])).runs[0].tool.driver.rules).toEqual([
      {
        id: 'test/bad',
        shortDescription: { text: 'A bad word' },
        help: { text: '# A bad word\n\nIt is **bad**.\n', markdown: '# A bad word\n\nIt is **bad**.\n' },
        defaultConfiguration: { level: 'error' },
        properties: { tags: ['test'] },
      },
    ]);
  });
});

describe('github', () => {
  it('escapes what would end a command or a property', () => {
    const lines = github(aReport([finding, hint], texts), plainLook).split('\n');
    expect(lines[0]).toBe(
      '::error file=a b/shop.arch,line=2,endLine=2,col=7,endColumn=13,title=test/bad::' +
        'Orders is <bad> & "so, on": 100%25.%0AMend it.%0Aa b/shop.arch:1: here%0Afaultline explain test/bad',
    );
    expect(lines[1]).toMatch(/^::notice /);
    expect(lines[2]).toBe('1 error, 1 hint · 2 files, 3 elements, 2 flows');
  });

  it('escapes commas and colons of a path', () => {
    const odd = aFinding({ uri: 'file:///work/a,b%3Ac%0A.arch' });
    expect(github(aReport([odd]), plainLook)).toContain('file=a%2Cb%3Ac%0A.arch,line');
  });
});

describe('junit', () => {
  it('has a suite per file, a failure per failing finding and passed cases for the rest', () => {
    expect(junit(aReport([finding, hint], texts), plainLook)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="faultline" tests="3" failures="1" errors="0" time="0.012">
  <testsuite name="a b/shop.arch" tests="2" failures="1" errors="0">
    <testcase classname="a b/shop.arch" name="test/bad@orders" file="a b/shop.arch" line="2">
      <failure type="error" message="Orders is &lt;bad&gt; &amp; &quot;so, on&quot;: 100%.">a b/shop.arch:2:7 error test/bad
Orders is &lt;bad&gt; &amp; &quot;so, on&quot;: 100%.
Mend it.
faultline explain test/bad</failure>
    </testcase>
    <testcase classname="a b/shop.arch" name="test/bad@web" file="a b/shop.arch" line="2">
      <system-out>a b/shop.arch:2:7 hint test/bad
Orders is bad. It says so itself. Say something else.
faultline explain test/bad</system-out>
    </testcase>
  </testsuite>
  <testsuite name="clean.arch" tests="1" failures="0" errors="0">
    <testcase classname="clean.arch" name="no findings"/>
  </testsuite>
</testsuites>
`);
  });

  it('drops what XML cannot hold', () => {
    const shown = junit(aReport([aFinding({ message: 'a\u0000b\uD800c\uFFFEd😀' })]), plainLook);
    expect(shown).toContain('a\uFFFDb\uFFFDc\uFFFDd😀');
  });
});

describe('unix', () => {
  it('writes one line a finding and nothing else', () => {
    expect(unix(aReport([finding, hint], texts), plainLook)).toBe(
      'a b/shop.arch:2:7: error[test/bad]: Orders is <bad> & "so, on": 100%. Mend it.\n' +
        'a b/shop.arch:2:7: hint[test/bad]: Orders is bad. It says so itself. Say something else.\n',
    );
    expect(unix(aReport([]), plainLook)).toBe('');
  });

  it('is what the editor’s problem matcher reads', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest;
    const { regexp, file, line, column, severity, code, message } = manifest.contributes.problemMatchers[0].pattern;
    const found = new RegExp(regexp).exec(unix(aReport([finding], texts), plainLook).trimEnd());
    expect([file, line, column, severity, code, message].map((group) => found?.[group])).toEqual([
      'a b/shop.arch',
      '2',
      '7',
      'error',
      'test/bad',
      'Orders is <bad> & "so, on": 100%. Mend it.',
    ]);
  });
});

type Group = 'file' | 'line' | 'column' | 'severity' | 'code' | 'message';

interface Manifest {
  readonly contributes: {
    readonly problemMatchers: readonly [{ readonly pattern: Record<Group, number> & { readonly regexp: string } }];
  };
}
