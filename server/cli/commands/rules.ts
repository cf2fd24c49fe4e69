/** `faultline rules`: what is checked. */
import pc from 'picocolors';
import { exitCodes, type ExitCode } from '../exit.ts';
import { wantsColour, type Host } from '../host.ts';
import type { RuleInfo } from '../rule-info.ts';

export async function rules(format: 'pretty' | 'json', host: Host): Promise<ExitCode> {
  const { core } = await import('../core.ts');
  const all = await core.ruleInfo();
  host.stdout.write(format === 'json' ? listJson(all) : listPretty(all, wantsColour(host, host.stdout)));
  return exitCodes.clean;
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
      .map(({ id, severity, title }) => {
        return `  ${id.padEnd(width)}  ${colours.dim(severity.padEnd('warning'.length))}  ${title}`;
      });
    return [colours.bold(area), ...lines].join('\n');
  });
  return `${blocks.join('\n\n')}\n\n"faultline explain RULE" says more about one.\n`;
}
