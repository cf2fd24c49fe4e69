/** `faultline config print`: how severe each rule is in a file or folder, and which entry of the configuration says so. */
import pc from 'picocolors';
import { explainLevel, matchesPath, type Explained } from '../../../language/project/levels.ts';
import { builtInEnvironments, type Config } from '../../../language/project/config.ts';
import { catalogue } from '../../../language/rules/catalogue.ts';
import { configuredPath } from '../discovery.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { wantsColour, type Host } from '../host.ts';
import { displayPath } from '../paths.ts';

export interface ConfigPrintOptions {
  readonly format: 'pretty' | 'json';
  readonly environment?: string;
}

interface Effective {
  readonly root: string;
  /** Null where the project has none. */
  readonly configuration: string | null;
  readonly environment: { readonly name: string; readonly from: string };
  readonly preset: string;
  readonly exclude: readonly string[];
  readonly rules: Readonly<Record<string, Explained>>;
}

export function printConfig(path: string, options: ConfigPrintOptions, host: Host): ExitCode {
  const ruleIds = catalogue.map(({ id }) => id);
  const { root, configFile, config, pathInRoot } = configuredPath(path, host.cwd, ruleIds, options.environment);
  const matches = matchesPath(pathInRoot);
  const effective: Effective = {
    root: displayPath(root, host.cwd),
    configuration: configFile === undefined ? null : displayPath(configFile, host.cwd),
    environment: { name: config.environment, from: originOfEnvironment(config, options) },
    preset: config.environments.get(config.environment)?.preset ?? config.preset,
    exclude: config.exclude,
    rules: Object.fromEntries(catalogue.map((rule) => [rule.id, explainLevel(config, rule, matches)])),
  };
  const text =
    options.format === 'json'
      ? `${JSON.stringify(effective, undefined, 2)}\n`
      : inWords(effective, wantsColour(host, host.stdout));
  host.stdout.write(text);
  return exitCodes.clean;
}

function originOfEnvironment(config: Config, { environment }: ConfigPrintOptions): string {
  if (environment !== undefined) return '--environment';
  const [byDefault] = builtInEnvironments.keys();
  return config.environment === byDefault ? 'default' : 'environment';
}

function inWords({ root, configuration, environment, preset, exclude, rules }: Effective, colour: boolean): string {
  const colours = pc.createColors(colour);
  const width = Math.max(...Object.keys(rules).map((id) => id.length));
  const levels = Object.entries(rules).map(
    ([id, { level, from }]) => `  ${id.padEnd(width)}  ${level.padEnd('warning'.length)}  ${colours.dim(from)}`,
  );
  return [
    `${colours.bold('project')}      ${root}`,
    `${colours.bold('read from')}    ${configuration ?? 'no faultline.json: these are the defaults'}`,
    `${colours.bold('environment')}  ${environment.name} ${colours.dim(`(${environment.from})`)}`,
    `${colours.bold('preset')}       ${preset}`,
    ...(exclude.length > 0 ? [`${colours.bold('exclude')}      ${exclude.join(', ')}`] : []),
    colours.bold('rules'),
    ...levels,
    '',
  ].join('\n');
}
