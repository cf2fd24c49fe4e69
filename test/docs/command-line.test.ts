/** The page about the command line is complete, and what it shows is right. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../language/project/config.ts';
import { ruleIds } from '../../language/rules/catalogue.ts';
import { fromRoot } from '../../scripts/paths.ts';
import { commandLine } from '../../server/cli/run.ts';
import { hostIn } from '../cli/helpers.ts';

const page = readFileSync(fromRoot('docs/command-line.md'), 'utf8');
const program = commandLine(hostIn('/'), () => undefined);

/** Of `config print`, in the section of that name; `export` and `diagram` share one. */
function sectionOf(name: string): string {
  const heading = new RegExp(`^## (?:.* )?${name}(?: .*)?$`, 'm').exec(page);
  const from = heading?.index ?? page.length;
  const to = page.indexOf('\n## ', from + 1);
  return page.slice(from, to < 0 ? undefined : to);
}

const leaves = (command: Command, name: string): (readonly [string, Command])[] =>
  command.commands.length === 0
    ? [[name, command]]
    : command.commands.flatMap((each) => leaves(each, `${name} ${each.name()}`.trim()));

describe.each(leaves(program, ''))('%s', (name, command) => {
  it('has a line in the table and a section with every option and choice', () => {
    expect(page).toMatch(new RegExp(`^\\| \\[\`${name}\`\\]\\(#`, 'm'));
    const section = sectionOf(name);
    expect(section).not.toBe('');
    for (const { hidden, long, short, argChoices } of command.options) {
      if (hidden) continue;
      expect(section).toMatch(new RegExp(`${long ?? ''}\\b`));
      if (short !== undefined) expect(section).toContain(`\`${short}\``);
      for (const choice of argChoices ?? []) expect(section).toContain(`\`${choice}\``);
    }
  });
});

it('names the options that hold everywhere', () => {
  for (const flag of ['--color', '--no-color']) expect(page).toContain(flag);
});

it('links to sections that are there', () => {
  const anchors = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));
  for (const [, anchor] of page.matchAll(/\]\(#([^)]*)\)/g)) expect(anchors).toContain(anchor);
});

it('shows a configuration without a mistake', () => {
  const [, text = ''] = /^```jsonc\n([^]*?)^```/m.exec(page) ?? [];
  expect(text).not.toBe('');
  expect(parseConfig(text, ruleIds).errors).toEqual([]);
});
