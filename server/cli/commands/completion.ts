/** `faultline completion`: the script that makes a shell complete commands, options and their values. */
import type { Command } from 'commander';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { powershellCompletion } from '../completion/powershell.ts';
import { commandShapes, type CommandShape } from '../completion/shape.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';
import type { Shell } from '../shells.ts';

const scripts: Readonly<Record<Shell, (commands: readonly CommandShape[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

export function completion(shell: Shell, program: Command, host: Host): ExitCode {
  host.stdout.write(scripts[shell](commandShapes(program)));
  return exitCodes.clean;
}
