/**
 * The command line: what commands there are and what they take. Invariant: a command's own code, and the core it
 * needs, are loaded only when that command runs.
 */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { severities, type Severity } from '../../language/model/finding.ts';
import type { AdrOptions } from './commands/adr.ts';
import type { CheckOptions } from './check-options.ts';
import { pictureFormats } from '../../language/diagrams/exports/formats.ts';
import type { ConfigPrintOptions } from './commands/config.ts';
import type { DiagramOptions } from './commands/diagram.ts';
import type { DiffOptions } from './commands/diff.ts';
import type { ExplainOptions } from './commands/explain.ts';
import { diffFormats } from './diff-formats.ts';
import { executionFormats } from './execution-formats.ts';
import { exitCodes, UsageError, type ExitCode } from './exit.ts';
import { formatNames } from './formats/formats.ts';
import { importFormats, type ImportFormat } from './import-formats.ts';
import { processHost, widthOf, withColourChoice, type Host } from './host.ts';
import { rulesFormats, type RulesFormat } from './rules-formats.ts';
import { shells, type Shell } from './shells.ts';
import type { TestOptions } from './commands/test.ts';
import { testFormats } from './test-formats.ts';
import type { ThreatsOptions } from './commands/threats.ts';
import { threatFormats } from './threat-formats.ts';
import { version } from './version.ts';

/**
 * @param args without the program's own name.
 * @returns how the process is to exit; everything to say has been said.
 */
export async function run(args: readonly string[], host: Host = processHost()): Promise<ExitCode> {
  let code: ExitCode = exitCodes.clean;
  const program = commandLine(host, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has said what is wrong itself; asking for help or the version is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.failed;
    if (!(error instanceof UsageError) && !isSystemError(error)) throw error;
    host.stderr.write(`faultline: ${error.message}\n`);
    return exitCodes.failed;
  }
}

/** A file or folder that cannot be read or written: the message names it, and a stack would not help. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

/** @param finish is told how the process is to exit. */
export function commandLine(given: Host, finish: (code: ExitCode) => void): Command {
  const program = new Command('faultline');
  const host = withColourChoice(given, () => program.opts<{ color?: boolean }>().color);
  program
    .description('Computes what follows from an architecture: consistency, faults, security, cost.')
    .version(version, '-V, --version', 'print the version')
    .option('--color', 'colour the output, whatever it goes to')
    .option('--no-color', 'do not colour the output')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text.replace(/^error: /, 'faultline: ')),
      getOutHelpWidth: () => widthOf(host.stdout),
      getErrHelpWidth: () => widthOf(host.stderr),
    })
    .addHelpText('after', '\nExit codes: 0 clean, 1 findings, 2 wrong usage, missing path or internal error.');

  program
    .command('check')
    .summary('report what the rules find')
    .description('Analyses the projects of the given files and folders, and reports findings in those paths.')
    .argument('[path...]', 'files or folders', [])
    .addOption(new Option('-f, --format <format>', 'how to report').choices(formatNames).default('pretty'))
    .option('-o, --output <file>', 'write the report to a file')
    .addOption(thresholdOption())
    .option('--max-warnings <count>', 'fail on more warnings than this', wholeNumber)
    .option('--baseline <file>', 'do not report the findings recorded in this file')
    .option('--update-baseline', 'create the baseline, or remove from it what is mended; never adds to one that exists')
    .option('--prune-baseline', 'remove from the baseline what is mended; never creates one')
    .addOption(environmentOption())
    .addOption(new Option('--changed [revision]', 'report only what changes since a git revision touch').preset('HEAD'))
    .option('--fix', 'mend what can be mended without changing what the model means')
    .option('--fix-unsafe', 'mend also what may change what the model means; look at the result')
    .option('--diff', 'change nothing, print what --fix (or --fix-unsafe) would; exit with 1 if that is anything')
    .option('--statistics', 'count findings by rule instead of listing them')
    .option('--timing', 'say where the time went, by phase, rule and analysis')
    .option('--cache', 'remember the result, and take it again where nothing changed')
    .option('--cache-location <folder>', 'where to remember it')
    .option('--watch', 'check again whenever a file changes, until stopped with Ctrl-C')
    .option('--stdin', 'read a document from standard input')
    .option('--stdin-filename <name>', 'the file that the text from standard input stands for')
    .addHelpText(
      'after',
      examples(
        ['faultline check', 'the project of the working directory'],
        ['faultline check --format sarif --output faultline.sarif', 'for code scanning'],
        ['faultline check --baseline known.json --update-baseline', 'report only what is new from now on'],
        ['faultline check --stdin --stdin-filename api.arch < draft', 'a draft, as part of its project'],
      ),
    )
    .action(async (paths: string[], options: CheckOptions) => {
      if (options.watch) {
        const [{ interruption, watchAndCheck }, { core }] = await Promise.all([
          import('./watch.ts'),
          import('./core.ts'),
        ]);
        finish(await watchAndCheck(paths, options, host, core, interruption()));
        return;
      }
      const [{ check }, { core }] = await Promise.all([import('./commands/check.ts'), import('./core.ts')]);
      finish(await check(paths, options, host, core));
    });

  program
    .command('test')
    .summary('check what scenarios expect')
    .description('Works out what happens in each scenario, and whether what it expects holds then.')
    .argument('[path...]', 'files or folders', [])
    .addOption(new Option('-f, --format <format>', 'how to report').choices(testFormats).default('pretty'))
    .option('-o, --output <file>', 'write the report to a file')
    .addOption(environmentOption())
    .option('--strict', 'fail also on what the description leaves open')
    .addHelpText(
      'after',
      examples(
        ['faultline test', 'the scenarios of the working directory'],
        ['faultline test --format junit --output scenarios.xml', 'for a CI server'],
      ),
    )
    .action(async (paths: string[], options: TestOptions) => {
      const [{ test }, { core }] = await Promise.all([import('./commands/test.ts'), import('./core.ts')]);
      finish(test(paths, options, host, core));
    });

  program
    .command('diff')
    .summary('say what a change means')
    .description('Compares the model of two revisions: what changed, what follows from it, and which edit is to blame.')
    .argument('[revision]', 'a git revision, compared with the files as they are, or two: main..HEAD', 'HEAD')
    .argument('[path]', 'the folder of a project', '.')
    .addOption(new Option('-f, --format <format>', 'how to report').choices(diffFormats).default('pretty'))
    .option('-o, --output <file>', 'write the report to a file')
    .addOption(environmentOption())
    .option(
      '--fail-on <conditions>',
      'exit with 1 on any of these, with commas between: weaker-consistency, new-threat[:high|medium|low], cost:+N%, objective-missed, undecided-change',
    )
    .addHelpText(
      'after',
      examples(
        ['faultline diff', 'what the working directory changes'],
        ['faultline diff main..HEAD --format md --output comment.md', 'for a pull request'],
        ['faultline diff main --fail-on weaker-consistency,cost:+10%', 'in CI'],
      ),
    )
    .action(async (revision: string, path: string, options: DiffOptions) => {
      const [{ diff }, { core }] = await Promise.all([import('./commands/diff.ts'), import('./core.ts')]);
      finish(diff(revision, path, options, host, core));
    });

  program
    .command('fmt')
    .summary('format files in place')
    .description('Formats .arch files in place and lists those that changed.')
    .argument('[path...]', 'files or folders', [])
    .option('--check', 'change nothing; exit with 1 if a file would change')
    .addHelpText('after', examples(['faultline fmt', 'everything here'], ['faultline fmt --check', 'in CI']))
    .action(async (paths: string[], options: { check?: boolean }) => {
      const { fmt } = await import('./commands/fmt.ts');
      finish(await fmt(paths, { check: options.check ?? false }, host));
    });

  program
    .command('explain')
    .summary('say more about a rule or a finding')
    .description('Prints the documentation of a rule, or a finding with its place and the rule behind it.')
    .argument('<rule-or-finding>', 'a rule (area/name) or the id of a finding (area/name@element)')
    .argument('[path]', 'the project of the finding', '.')
    .addOption(
      new Option('-f, --format <format>', 'print only the execution behind the finding').choices(executionFormats),
    )
    .option('--out <file>', 'write to a file')
    .addOption(environmentOption())
    .addHelpText(
      'after',
      examples(
        ['faultline explain consistency/weaker-than-needed', 'the rule'],
        ['faultline explain consistency/weaker-than-needed@orders models', 'the finding'],
        ['faultline explain … --format svg --out lost.svg', 'the execution that shows it'],
      ),
    )
    .action(async (subject: string, path: string, options: ExplainOptions) => {
      const [{ explain }, { core }] = await Promise.all([import('./commands/explain.ts'), import('./core.ts')]);
      finish(await explain(subject, path, options, host, core));
    });

  program
    .command('rules')
    .summary('list the rules')
    .description('Lists every rule with its default severity.')
    .addOption(new Option('-f, --format <format>', 'how to list').choices(rulesFormats).default('pretty'))
    .addHelpText('after', examples(['faultline rules --format md > rules.md', 'all pages in one document']))
    .action(async ({ format }: { format: RulesFormat }) => {
      const { rules } = await import('./commands/rules.ts');
      finish(await rules(format, host));
    });

  program
    .command('config')
    .summary('show what is configured')
    .description('Shows the configuration in effect.')
    .command('print')
    .summary('print the effective configuration of a file or folder')
    .description('Prints how severe each rule is in a file or folder, and which entry of faultline.json says so.')
    .argument('[path]', 'file or folder', '.')
    .addOption(new Option('-f, --format <format>', 'how to print').choices(['pretty', 'json']).default('pretty'))
    .addOption(environmentOption())
    .addHelpText('after', examples(['faultline config print models/api.arch', 'what holds in one file']))
    .action(async (path: string, options: ConfigPrintOptions) => {
      const { printConfig } = await import('./commands/config.ts');
      finish(printConfig(path, options, host));
    });

  program
    .command('export')
    .summary('print the model')
    .description('Prints the model of a project for other programs.')
    .argument('[path]', 'file or folder', '.')
    .addOption(new Option('-f, --format <format>', 'the only one so far').choices(['json']).default('json'))
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', examples(['faultline export models --output model.json', 'the model of a folder']))
    .action(async (path: string, options: { output?: string }) => {
      const { exportModel } = await import('./commands/export.ts');
      finish(await exportModel(path, options, host));
    });

  program
    .command('threats')
    .summary('write the threat model')
    .description(
      'Writes the threat model of a project: what is in scope, what threatens it, and what is done about it.',
    )
    .argument('[path]', 'file or folder', '.')
    .addOption(new Option('-f, --format <format>', 'how to write it').choices(threatFormats).default('md'))
    .option('-o, --out <file>', 'write to a file; text between the marked regions of md and html is kept')
    .option('--since <revision>', 'tell in md and html what changed since a git revision')
    .addHelpText('after', examples(['faultline threats models --out docs/threats.md', 'a document to keep']))
    .action(async (path: string, options: ThreatsOptions) => {
      const { threats } = await import('./commands/threats.ts');
      finish(await threats(path, options, host));
    });

  program
    .command('import')
    .summary('take over a model of another tool')
    .description(
      'Writes a threat model of another tool as .arch text. What has no word of its own is kept in comments.',
    )
    .addArgument(new Argument('<format>', 'whose model it is').choices(importFormats))
    .argument('<file>', 'the other tool’s file, or - for standard input')
    .option('-o, --out <file>', 'write to a file')
    .addHelpText(
      'after',
      examples(['faultline import threagile threagile.yaml --out models/shop.arch', 'a model of Threagile']),
    )
    .action(async (format: ImportFormat, file: string, options: { out?: string }) => {
      const { importFile } = await import('./commands/import.ts');
      finish(await importFile(format, file, options, host));
    });

  program
    .command('diagram')
    .summary('draw the model')
    .description('Draws the views that a project writes; where it writes none, those that every project has.')
    .argument('[path]', 'file or folder', '.')
    .addOption(new Option('--view <name...>', 'written views by name, or topology, deployment, dataflow and so on'))
    .addOption(new Option('-f, --format <format>', 'what to write').choices([...pictureFormats, 'png']).default('svg'))
    .addOption(new Option('--theme <theme>', 'of pictures').choices(['auto', 'light', 'dark']).default('auto'))
    .option('--out <folder>', 'where to write', '.')
    .addHelpText(
      'after',
      examples(
        ['faultline diagram models --out docs', 'one SVG file per view, in docs'],
        ['faultline diagram --view deployment --format mermaid', 'where each copy stands, for Mermaid'],
      ),
    )
    .action(async (path: string, options: DiagramOptions) => {
      const { diagram } = await import('./commands/diagram.ts');
      finish(await diagram(path, options, host));
    });

  const records = program
    .command('adr')
    .summary('write decision records')
    .description('Writes a record for each decision of a project, and keeps what people wrote in it.')
    .argument('[path]', 'file or folder', '.')
    .option('--out <folder>', 'where records are kept (default: docs/decisions of the project)')
    .addOption(new Option('-f, --format <format>', 'how they are laid out').choices(['madr', 'nygard']).default('madr'))
    .addOption(
      new Option('--naming <naming>', 'what file names start with').choices(['number', 'date']).default('number'),
    )
    .option('--check', 'change nothing; exit with 1 if a record is not up to date')
    .option('--diff', 'change nothing, print what would change; exit with 1 if that is anything')
    .addHelpText('after', examples(['faultline adr', 'everything decided here'], ['faultline adr --check', 'in CI']))
    .action(async (path: string, options: AdrOptions) => {
      const { adr } = await import('./commands/adr.ts');
      finish(await adr(path, options, host));
    });
  records
    .command('import')
    .summary('take over records that people wrote')
    .description('Reads records (MADR, Nygard, adr-tools, log4brains) and writes them as decisions in .arch text.')
    .argument('<folder>', 'where they are')
    .option('--project <path>', 'whose elements to look for in the records')
    .option('-o, --out <file>', 'write to a file')
    .action(async (folder: string, options: { project?: string; out?: string }) => {
      const { importFolder } = await import('./commands/adr.ts');
      finish(await importFolder(folder, options, host));
    });
  records
    .command('lint')
    .summary('look over records that people wrote')
    .description(
      'Reads records (MADR, Nygard, adr-tools, log4brains) and reports statuses, numbers and links that are wrong.',
    )
    .argument('<folder>', 'where they are')
    .action(async (folder: string) => {
      const { lintFolder } = await import('./commands/adr.ts');
      finish(lintFolder(folder, host));
    });

  program
    .command('lsp')
    .summary('serve an editor')
    .description('Runs the language server for any editor that speaks the Language Server Protocol.')
    .requiredOption('--stdio', 'speak over standard input and output')
    // Sent by editors, so that the server ends with them.
    .addOption(new Option('--clientProcessId <pid>').hideHelp())
    .action(async () => {
      const { lsp } = await import('./commands/lsp.ts');
      finish(await lsp());
    });

  program
    .command('completion')
    .summary('complete commands in a shell')
    .description('Prints the script that makes a shell complete commands, options and their values.')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .addHelpText('after', examples(['eval "$(faultline completion bash)"', 'in ~/.bashrc']))
    .action(async (shell: Shell) => {
      const { completion } = await import('./commands/completion.ts');
      finish(completion(shell, program, host));
    });

  program
    .command('init')
    .summary('start a project here')
    .description('Writes a commented faultline.json and a first model; changes nothing that exists.')
    .argument('[folder]', 'where', '.')
    .action(async (folder: string) => {
      const { init } = await import('./commands/init.ts');
      finish(init(folder, host));
    });

  return program;
}

function thresholdOption(): Option {
  const byDefault: Severity = 'error';
  return new Option('--threshold <severity>', 'fail on findings at least this severe')
    .choices(severities)
    .default(byDefault);
}

function environmentOption(): Option {
  return new Option('--environment <name>', 'check for this environment of faultline.json, not for the one it names');
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('A whole number is expected.');
  return Number(text);
}

function examples(...lines: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const shown = lines.map(([command, meaning]) => `  ${command.padEnd(width)}  ${meaning}`);
  return `\nExamples:\n${shown.join('\n')}`;
}
