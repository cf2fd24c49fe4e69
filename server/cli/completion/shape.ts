/** What can be completed, read from the definition of the command line itself, so that no script is ever stale. */
import type { Command, Option } from 'commander';

export interface CommandShape {
  /** `check`, or `config print`. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionShape[];
  /** Words that may stand in place of an argument: subcommands, or the choices of the argument. */
  readonly words: readonly { readonly word: string; readonly summary: string }[];
  readonly takesPaths: boolean;
}

export interface OptionShape {
  /** Without dashes. */
  readonly long: string;
  readonly short?: string;
  readonly summary: string;
  /** What stands behind it. */
  readonly value: 'none' | 'words' | 'path' | 'other';
  readonly choices: readonly string[];
}

/** The program and every command of it, each with the options that hold everywhere. */
export function commandShapes(program: Command): CommandShape[] {
  const everywhere = optionsOf(program);
  const visit = (command: Command, name: string): CommandShape[] => {
    const subcommands = command
      .createHelp()
      .visibleCommands(command)
      .filter((each) => each.name() !== 'help');
    const own = command === program ? [] : optionsOf(command);
    return [
      {
        name,
        summary: command.summary() || command.description(),
        options: [...own, ...everywhere.filter(({ long }) => !own.some((option) => option.long === long))],
        words: [
          ...subcommands.map((each) => ({ word: each.name(), summary: each.summary() })),
          ...command.registeredArguments.flatMap((argument) =>
            (argument.argChoices ?? []).map((word) => ({ word, summary: argument.description })),
          ),
        ],
        takesPaths: command.registeredArguments.some((argument) => isPath(argument.name())),
      },
      ...subcommands.flatMap((each) => visit(each, `${name} ${each.name()}`.trim())),
    ];
  };
  return visit(program, '');
}

function optionsOf(command: Command): OptionShape[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => {
      const { long, short, description, argChoices } = option;
      return {
        long: (long ?? '').replace(/^--/, ''),
        ...(short !== undefined && { short: short.replace(/^-/, '') }),
        summary: description,
        value: valueOf(option),
        choices: argChoices ?? [],
      };
    });
}

function valueOf({ flags, argChoices, required, optional }: Option): OptionShape['value'] {
  if (!required && !optional) return 'none';
  // One whose value may be left out is completed as if it were.
  if (optional) return 'none';
  if (argChoices) return 'words';
  const name = /<([^>]*)>/.exec(flags)?.[1] ?? '';
  return isPath(name) ? 'path' : 'other';
}

const isPath = (name: string): boolean => ['file', 'folder', 'path'].includes(name);
