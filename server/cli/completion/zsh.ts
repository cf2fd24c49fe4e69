/** Completion for zsh. */
import { quoted } from './quoted.ts';
import type { CommandShape, OptionShape } from './shape.ts';

export function zshCompletion(commands: readonly CommandShape[]): string {
  const names = commands.filter(({ name }) => name !== '').map(({ name }) => quoted(name));
  const cases = commands.map(({ name, options, words, takesPaths }) => {
    const values = options.flatMap((option) => (option.value === 'none' ? [] : [valueCase(option)]));
    const flags = options.map(({ long, summary }) => quoted(`--${long}:${described(summary)}`));
    const own = words.map(({ word, summary }) => quoted(`${word}:${described(summary)}`));
    return `    ${quoted(name)})
      case "$previous" in
${values.map((line) => `        ${line}`).join('\n')}
      esac
      if [[ "$current" == -* ]]; then
        candidates=(${flags.join(' ')})
        _describe option candidates
      else
${own.length > 0 ? `        candidates=(${own.join(' ')})\n        _describe word candidates\n` : ''}${takesPaths ? '        _files\n' : ''}        :
      fi ;;`;
  });
  return `#compdef faultline
# Completion of faultline for zsh. Put this in ~/.zshrc, after compinit:
#   eval "$(faultline completion zsh)"
_faultline() {
  local current="\${words[CURRENT]}" previous="\${words[CURRENT-1]}" command="" next word
  local -a candidates
  for word in "\${(@)words[2,CURRENT-1]}"; do
    next="\${command:+$command }$word"
    case "$next" in (${names.join('|')}) command="$next" ;; esac
  done
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _faultline faultline
`;
}

function valueCase({ long, short, value, choices }: OptionShape): string {
  const flags = [`--${long}`, ...(short === undefined ? [] : [`-${short}`])].join('|');
  const action = value === 'words' ? `compadd -- ${choices.map(quoted).join(' ')}` : value === 'path' ? '_files' : ':';
  return `(${flags}) ${action}; return ;;`;
}

/** A colon would end the word that is described. */
const described = (summary: string): string => summary.replaceAll(':', '\\:');
