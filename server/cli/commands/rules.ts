/** `faultline rules`: what is checked. */
import pc from 'picocolors';
import { exitCodes, type ExitCode } from '../exit.ts';
import { wantsColour, type Host } from '../host.ts';
import { applicability, ruleDocument } from '../../../language/reports/rules.ts';
import type { RuleInfo } from '../rule-info.ts';
import type { RulesFormat } from '../rules-formats.ts';

export async function rules(format: RulesFormat, host: Host): Promise<ExitCode> {
  const { core } = await import('../core.ts');
  const all = await core.ruleInfo();
  host.stdout.write(list(all, format, wantsColour(host, host.stdout)));
  return exitCodes.clean;
}

function list(all: readonly RuleInfo[], format: RulesFormat, colour: boolean): string {
  switch (format) {
    case 'pretty':
      return listPretty(all, colour);
    case 'json':
      return listJson(all);
    case 'md':
      return ruleDocument(all);
  }
}

export function listJson(all: readonly RuleInfo[]): string {
  return `${JSON.stringify(all, undefined, 2)}\n`;
}

export function listPretty(all: readonly RuleInfo[], colour: boolean): string {
  const colours = pc.createColors(colour);
  const width = Math.max(0, ...all.map(({ id }) => id.length));
  const areas = [...new Set(all.map(({ area }) => area))];
  const blocks = areas.map((area) => {
    const lines = all
      .filter((rule) => rule.area === area)
      .map(({ id, severity, title, ...where }) => {
        const only = applicability(where).map((text) => ` (${text})`);
        return `  ${id.padEnd(width)}  ${colours.dim(severity.padEnd('warning'.length))}  ${title}${only.join('')}`;
      });
    return [colours.bold(area), ...lines].join('\n');
  });
  return `${blocks.join('\n\n')}\n\n"faultline explain RULE" says more about one.\n`;
}
