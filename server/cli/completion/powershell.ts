/** Completion for PowerShell 5 and newer. */
import type { CommandShape } from './shape.ts';

export function powershellCompletion(commands: readonly CommandShape[]): string {
  const entries = commands.map(({ name, options, words, takesPaths }) => {
    const flags = options.map(({ long, summary }) => `@(${quoted(`--${long}`)}, ${quoted(summary)})`);
    const own = words.map(({ word, summary }) => `@(${quoted(word)}, ${quoted(summary || word)})`);
    const values = options.flatMap(({ long, short, value, choices }) => {
      if (value === 'none') return [];
      const names = [`--${long}`, ...(short === undefined ? [] : [`-${short}`])];
      const list = value === 'path' ? '$null' : `@(${choices.map(quoted).join(', ')})`;
      return names.map((flag) => `${quoted(flag)} = ${list}`);
    });
    return `  ${quoted(name)} = @{
    Flags = @(${flags.map((flag) => `,${flag}`).join('; ')})
    Words = @(${own.map((word) => `,${word}`).join('; ')})
    Values = @{ ${values.join('; ')} }
    Paths = ${takesPaths ? '$true' : '$false'}
  }`;
  });
  return `# Completion of faultline for PowerShell. Put this in $PROFILE:
#   faultline completion powershell | Out-String | Invoke-Expression
$faultlineCommands = @{
${entries.join('\n')}
}
Register-ArgumentCompleter -Native -CommandName faultline -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $command = ''
  foreach ($word in ($words | Select-Object -Skip 1)) {
    $next = "$command $word".Trim()
    if ($faultlineCommands.ContainsKey($next)) { $command = $next }
  }
  $shape = $faultlineCommands[$command]
  $previous = $words[-1]
  if ($shape.Values.ContainsKey($previous)) {
    $choices = $shape.Values[$previous]
    # Nothing makes PowerShell complete paths itself.
    if ($null -eq $choices) { return }
    $choices | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
    return
  }
  $candidates = if ($wordToComplete -like '-*') { $shape.Flags } else { $shape.Words }
  $candidates | Where-Object { $_[0] -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
  }
}
`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
