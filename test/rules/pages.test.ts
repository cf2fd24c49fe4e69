/**
 * Every rule's page is its test: its firing example marks exactly what the rule finds, the near miss and the repaired
 * example hold nothing, and its fixes mend what they promise to.
 */
import { describe, expect, it } from 'vitest';
import { rulePages } from '../../language/generated/rule-pages.ts';
import type { Finding } from '../../language/model/finding.ts';
import type { Project } from '../../language/project/project.ts';
import { catalogue } from '../../language/rules/catalogue.ts';
import { annotated } from '../support/annotated.ts';
import { applyFix, placeOf, projectOf, strict } from '../support/project.ts';

interface Block {
  readonly role: string;
  readonly text: string;
}

const BLOCK = /^```arch(?: ([\w-]+))?\n([^]*?)^```$/gm;
const MARK = /^finding\b\s*(.*)$/;
const roles = ['fires', 'near-miss', 'repaired'];
const sections = ['Why it matters', 'Example', 'Near miss', 'Repaired', 'How to fix', 'When not to use it'];

const blocksOf = (page: string): Block[] =>
  [...page.matchAll(BLOCK)].map(([, role = '', text = '']) => ({ role, text }));

function sectionOf(page: string, title: string): string | undefined {
  const start = page.indexOf(`\n## ${title}\n`);
  if (start < 0) return undefined;
  const body = start + `\n## ${title}\n`.length;
  const end = page.indexOf('\n## ', body);
  return page.slice(body, end < 0 ? undefined : end).trim();
}

/** The preset `strict`, so that rules which are off by default speak as well. */
const read = (files: ReadonlyMap<string, string>): Project => projectOf(files, { config: strict });

/** A finding, by what stays the same when lines move. */
const keyOf = (finding: Finding): string => `${finding.rule} ${finding.id}`;

function expectMarks(rule: string, text: string): void {
  const { files, marks } = annotated(text);
  const found = read(files)
    .findings()
    .filter((finding) => finding.rule === rule);
  expect(found.map((finding) => placeOf(finding, files))).toEqual(
    marks.map(({ uri, line, start, end }) => ({ uri, line, start, end })),
  );
  marks.forEach((mark, i) => {
    const said = MARK.exec(mark.text);
    expect(said, `\`${mark.text}\` behind the carets should start with \`finding\``).not.toBeNull();
    expect(found[i]?.message).toContain(said?.[1] ?? '');
  });
}

function expectFixesMend(rule: string, text: string): void {
  const { files } = annotated(text);
  const before = read(files).findings();
  const known = new Set(before.map(keyOf));
  for (const finding of before.filter((f) => f.rule === rule))
    for (const fix of finding.fixes) {
      const after = read(applyFix(files, fix)).findings();
      const context = `after “${fix.title}”`;
      expect(
        after.filter((f) => f.rule === 'language/syntax' && !known.has(keyOf(f))),
        context,
      ).toEqual([]);
      expect(after.filter((f) => f.rule === rule).length, context).toBeLessThan(
        before.filter((f) => f.rule === rule).length,
      );
      if (fix.safe)
        expect(
          after.map(keyOf).filter((key) => !known.has(key)),
          context,
        ).toEqual([]);
    }
}

for (const { id, area } of catalogue)
  describe(id, () => {
    const page = rulePages[id] ?? '';
    const blocks = blocksOf(page);
    const ofRole = (role: string): readonly Block[] => blocks.filter((block) => block.role === role);

    it('has a page with everything a reader asks for', () => {
      const [title = '', ...lines] = page.split('\n');
      expect(title).toMatch(/^# [A-Z`].{9,}[^.:]$/);
      expect(lines.join('\n').slice(0, page.indexOf('\n## ')).trim()).not.toBe('');
      for (const section of sections) expect(sectionOf(page, section), section).toBeTruthy();
      expect(sectionOf(page, 'Why it matters')).toMatch(/\bSources?: \S/);
      for (const role of roles) expect(ofRole(role).length, `blocks “arch ${role}”`).toBeGreaterThan(0);
      expect(blocks.filter(({ role }) => !roles.includes(role))).toEqual([]);
    });

    it('finds exactly what its example marks', () => {
      for (const { text } of ofRole('fires')) {
        expect(annotated(text).marks.length).toBeGreaterThan(0);
        expectMarks(id, text);
      }
    });

    it('finds nothing in the near miss and in the repaired example', () => {
      for (const { text } of [...ofRole('near-miss'), ...ofRole('repaired')]) expectMarks(id, text);
    });

    it('mends what its fixes promise to mend', () => {
      for (const { text } of ofRole('fires')) expectFixesMend(id, text);
    });

    it('shows examples that are otherwise sound', () => {
      for (const { role, text } of blocks) {
        const errors = read(annotated(text).files)
          .findings()
          .filter((finding) => finding.rule.startsWith('language/') && finding.severity === 'error');
        const own = area === 'language' && role === 'fires' ? errors.filter((finding) => finding.rule !== id) : errors;
        expect(own.map((finding) => `${finding.rule}: ${finding.message}`)).toEqual([]);
      }
    });
  });
