/** Completion for fish. */
import type { CommandShape } from './shape.ts';

export function fishCompletion(commands: readonly CommandShape[]): string {
  const lines = commands.flatMap(({ name, options, words, takesPaths }) => {
    const subcommands = commands.filter((other) => isInside(other.name, name)).map((other) => lastWord(other.name));
    const condition = conditionFor(name, subcommands);
    const complete = (...rest: readonly string[]): string =>
      ['complete -c faultline', `-n ${quoted(condition)}`, ...rest].join(' ');
    return [
      ...words.map(({ word, summary }) => complete('-a', quoted(word), '-d', quoted(summary))),
      ...(takesPaths ? [complete('-F')] : []),
      ...options.map(({ long, short, summary, value, choices }) =>
        complete(
          `-l ${long}`,
          ...(short === undefined ? [] : [`-s ${short}`]),
          ...(value === 'words' ? [`-x -a ${quoted(choices.join(' '))}`] : []),
          ...(value === 'path' ? ['-r -F'] : []),
          ...(value === 'other' ? ['-x'] : []),
          `-d ${quoted(summary)}`,
        ),
      ),
    ];
  });
  return `# Completion of faultline for fish. Put this in ~/.config/fish/completions/faultline.fish:
#   faultline completion fish > ~/.config/fish/completions/faultline.fish
complete -c faultline -f
${lines.join('\n')}
`;
}

const isInside = (name: string, outer: string): boolean =>
  name !== '' && name.split(' ').slice(0, -1).join(' ') === outer;

const lastWord = (name: string): string => name.split(' ').at(-1) ?? name;

/** Whether the words so far are those of the command and none of its subcommands. */
function conditionFor(name: string, subcommands: readonly string[]): string {
  const seen = name.split(' ').filter((word) => word !== '');
  const parts = [
    ...seen.map((word) => `__fish_seen_subcommand_from ${word}`),
    ...(subcommands.length > 0 ? [`not __fish_seen_subcommand_from ${subcommands.join(' ')}`] : []),
  ];
  return parts.length > 0 ? parts.join('; and ') : 'true';
}

/** Inside single quotes fish knows two escapes. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
