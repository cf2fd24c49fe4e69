/** The table of what other tools look for: each of their checks is in it, and what it names is a rule or a reason. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleIds } from '../../language/rules/catalogue.ts';
import { fromRoot } from '../../scripts/paths.ts';
import { sharedJson } from '../support/shared.ts';

interface Row {
  readonly theirs: string;
  readonly ours: string;
  readonly remark: string;
}

const text = readFileSync(fromRoot('docs/threat-coverage.md'), 'utf8');

function rowsOf(tool: string): Row[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${tool}\n`)) ?? '';
  return section.split('\n').flatMap((line) => {
    const [, theirs = '', ours = '', remark = ''] = line.split('|').map((cell) => cell.trim());
    return theirs.startsWith('`') ? [{ theirs: theirs.replaceAll('`', ''), ours, remark }] : [];
  });
}

const tools = [
  { tool: 'Threagile', file: 'data/threats/threagile/rules.json' },
  { tool: 'Microsoft Threat Modeling Tool', file: 'data/threats/mstmt/default.rules.json' },
  { tool: 'pytm', file: 'data/threats/pytm/threats.json' },
];

describe.each(tools)('what $tool looks for', ({ tool, file }) => {
  it('is answered by rules that exist, or left out with a reason', () => {
    const rows = rowsOf(tool);
    expect(rows.length).toBeGreaterThan(40);
    for (const { theirs, ours, remark } of rows) {
      const named = [...ours.matchAll(/\[`([^`]+)`\]\(rules\/([^)]+)\.md\)/g)];
      for (const [, name = '', page = ''] of named) {
        expect(ruleIds, theirs).toContain(name);
        expect(page, theirs).toBe(name);
      }
      if (named.length === 0) expect([ours, remark !== ''], theirs).toEqual(['left out', true]);
    }
  });

  it('is in the table, each of it once', () => {
    const theirs = sharedJson<unknown>(file, `the checks of ${tool}`);
    if (theirs === undefined) return;
    const list = (Array.isArray(theirs) ? theirs : (theirs as { threats: unknown[] }).threats) as Record<
      string,
      string
    >[];
    expect(rowsOf(tool).map((row) => row.theirs)).toEqual(list.map((check) => check['id'] ?? check['SID']));
  });
});
