/** The rules' pages for reading outside an editor, with a table of them all. */
import { cell, code, linkTo, page, table } from './markdown.ts';
import type { Page } from './reference.ts';

export interface RulePage {
  readonly id: string;
  readonly area: string;
  readonly severity: string;
  readonly productionOnly: boolean;
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

/** The page with the rule's name below its title. */
function withName({ markdown, id, severity, productionOnly }: RulePage): string {
  const where = productionOnly ? ', only for production' : '';
  return markdown.replace(/^# .*$/m, (title) => `${title}\n\n${code(id)}, ${severity} by default${where}`);
}
