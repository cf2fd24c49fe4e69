/** The core as the commands use it: projects, and the rules that apply to them. */
import { Project } from '../../language/project/project.ts';
import { catalogue, ruleIds } from '../../language/rules/catalogue.ts';
import type { RuleInfo } from './rule-info.ts';

export const core = {
  createProject: (options: ConstructorParameters<typeof Project>[0]) => new Project({ library: 'needed', ...options }),
  ruleIds,
  ruleInfo,
};

/** Every rule with its page, which only few commands and formats need. */
async function ruleInfo(): Promise<readonly RuleInfo[]> {
  const { rulePages } = await import('../../language/generated/rule-pages.ts');
  return catalogue.map(({ id, area, severity, productionOnly, strictOnly }) => {
    const markdown = rulePages[id] ?? '';
    const title = /^# (.*)$/m.exec(markdown)?.[1] ?? id;
    return { id, area, title, severity, productionOnly, strictOnly, markdown };
  });
}
