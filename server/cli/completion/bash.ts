/** Completion for bash 3.2 and newer (what macOS has), without the bash-completion package. */
import { quoted } from './quoted.ts';
import type { CommandShape } from './shape.ts';

export function bashCompletion(commands: readonly CommandShape[]): string {
  const names = commands.filter(({ name }) => name !== '').map(({ name }) => quoted(name));
  const values = commands.flatMap(({ name, options }) =>
    options.flatMap(({ long, short, value, choices }) => {
      if (value === 'none') return [];
      const flags = [`--${long}`, ...(short === undefined ? [] : [`-${short}`])];
      const patterns = flags.map((flag) => quoted(`${name} ${flag}`)).join('|');
      const action =
        value === 'words'
          ? `COMPREPLY=($(compgen -W ${quoted(choices.join(' '))} -- "$current"))`
          : value === 'path'
            ? '_faultline_paths'
            : ':';
      return [`    ${patterns}) ${action}; return ;;`];
    }),
  );
  const words = commands.map(({ name, options, words: own, takesPaths }) => {
    const flags = options.flatMap(({ long, short }) => [`--${long}`, ...(short === undefined ? [] : [`-${short}`])]);
    const list = own.map(({ word }) => word).join(' ');
    const rest = `${list === '' ? '' : `COMPREPLY=($(compgen -W ${quoted(list)} -- "$current")); `}${takesPaths ? '_faultline_paths; ' : ''}`;
    return `    ${quoted(name)}) if [[ "$current" == -* ]]; then COMPREPLY=($(compgen -W ${quoted(flags.join(' '))} -- "$current")); else ${rest}:; fi ;;`;
  });
  return `# Completion of faultline for bash. Put this in ~/.bashrc:
#   eval "$(faultline completion bash)"
_faultline_paths() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY+=($(compgen -f -- "$current"))
}
_faultline() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" next index
  # "--format=json" comes as three words.
  if [[ "$current" == "=" ]]; then
    current=""
  elif [[ "$previous" == "=" ]]; then
    previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    next="\${command:+$command }\${COMP_WORDS[index]}"
    case "$next" in ${names.join('|')}) command="$next" ;; esac
  done
  COMPREPLY=()
  case "$command $previous" in
${values.join('\n')}
  esac
  case "$command" in
${words.join('\n')}
  esac
}
complete -F _faultline faultline
`;
}
