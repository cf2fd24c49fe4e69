/** The rules' pages for reading outside an editor, with a table of them all. */
import { cell, code, linkTo, page, table } from './markdown.ts';
import type { Page } from './reference.ts';

export interface RulePage {
  readonly id: string;
  readonly area: string;
  readonly severity: string;
  readonly productionOnly: boolean;
  readonly strictOnly: boolean;
  readonly markdown: string;
}

export function ruleDocumentation(rules: readonly RulePage[]): Page[] {
  return [
    { path: 'README.md', text: overview(rules) },
    ...rules.map((rule) => ({ path: `${rule.id}.md`, text: withName(rule) })),
  ];
}

function overview(rules: readonly RulePage[]): string {
  const areas = [...new Set(rules.map(({ area }) => area))].sort();
  return page(
    '# Rules',
    'Every rule, with the severity that it has unless `faultline.json` says otherwise. `faultline explain <rule>` prints its page.',
    ...areas.flatMap((area) => [
      `## ${area}`,
      table(
        ['rule', 'severity', 'what it finds'],
        rules
          .filter((rule) => rule.area === area)
          .map(({ id, severity, markdown }) => [linkTo(code(id), `${id}.md`), severity, cell(titleOf(markdown))]),
      ),
    ]),
  );
}

const titleOf = (markdown: string): string => /^# (.*)$/m.exec(markdown)?.[1] ?? '';

/** All pages as one document, a section each. */
export function ruleDocument(rules: readonly RulePage[]): string {
  return page('# Rules', ...rules.map((rule) => deeper(withName(rule)).trim()));
}

/** Headings one level down; what looks like one inside a code block is left as it is. */
function deeper(markdown: string): string {
  let inCode = false;
  const lines = markdown.split('\n').map((line) => {
    if (line.startsWith('```')) inCode = !inCode;
    return !inCode && /^#+ /.test(line) ? `#${line}` : line;
  });
  return lines.join('\n');
}

/** Where a rule applies, where that is not everywhere. */
export function applicability({
  productionOnly,
  strictOnly,
}: Pick<RulePage, 'productionOnly' | 'strictOnly'>): string[] {
  return [...(productionOnly ? ['only for production'] : []), ...(strictOnly ? ['only in the preset `strict`'] : [])];
}

/** The page with the rule's name below its title. */
function withName({ markdown, id, severity, ...where }: RulePage): string {
  const said = [code(id), `${severity} by default`, ...applicability(where)].join(', ');
  return markdown.replace(/^# .*$/m, (title) => `${title}\n\n${said}`);
}
