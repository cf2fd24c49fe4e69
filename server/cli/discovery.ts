/**
 * From the paths on a command line to projects. A project is all `.arch` files below a `faultline.json`, or below
 * the folder that was named where there is none above it; nested configurations start projects of their own.
 */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import {
  configFileName,
  defaultConfig,
  inEnvironment,
  parseConfig,
  type Config,
} from '../../language/project/config.ts';
import { UsageError } from './exit.ts';
import { displayPath } from './paths.ts';
import { positionAt } from './source-text.ts';
import { sourceExtension } from '../files/belongs.ts';
import { isOwnFile } from '../files/read-source.ts';
import { walk } from '../files/walk.ts';

export interface DiscoveredProject {
  readonly root: string;
  readonly config: Config;
  /** Absolute paths of all its documents. */
  readonly files: readonly string[];
}

export interface Discovery {
  readonly projects: readonly DiscoveredProject[];
  /** Whether a file is one of, or below one of, the paths that were named. */
  readonly isNamed: (file: string) => boolean;
  /** What could not be read, one sentence each. */
  readonly problems: readonly string[];
}

export interface DiscoveryOptions {
  /** A file to be taken as present, whose text comes from elsewhere. */
  readonly virtualFile?: string | undefined;
  /** The environment to check for; without it, the one that each configuration names. */
  readonly environment?: string | undefined;
}

interface NamedPath {
  readonly given: string;
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * @param paths files and folders, relative to `cwd`.
 * @param ruleIds every rule there is, to check the configurations.
 * @throws UsageError for a path that is missing, is no model, or holds none, and for a broken configuration.
 */
export function discover(
  paths: readonly string[],
  cwd: string,
  ruleIds: readonly string[],
  { virtualFile, environment }: DiscoveryOptions = {},
): Discovery {
  const named = paths.map((path) => resolvePath(path, cwd, virtualFile));
  const roots = projectRoots(named);
  const isNamed = (file: string) => named.some(({ path }) => file === path || isBelow(file, path));
  const isInNamedFolder = (folder: string) => named.some(({ path, isFolder }) => isFolder && isBelow(folder, path));
  const problems: string[] = [];
  const projects = new Map<string, DiscoveredProject>();

  const open = (root: string): void => {
    if (projects.has(root)) return;
    const config = readConfig(root, cwd, ruleIds, environment);
    const walked = walk(root, config.exclude);
    problems.push(...walked.problems);
    // Who names an ignored file means it.
    const namedFiles = named.filter(({ path, isFolder }) => !isFolder && roots.get(path) === root);
    const files = new Set([...walked.files, ...namedFiles.map(({ path }) => path)]);
    projects.set(root, { root, config, files: [...files].sort() });
    for (const nested of walked.nested) if (isInNamedFolder(nested)) open(nested);
  };
  for (const root of roots.values()) open(root);

  const concerned = [...projects.values()].filter(({ files }) => files.some(isNamed));
  if (problems.length === 0) {
    for (const { given, path } of named) {
      const found = concerned.some(({ files }) => files.some((file) => file === path || isBelow(file, path)));
      if (!found) throw new UsageError(nothingIn(given));
    }
  }
  return { projects: concerned, isNamed, problems };
}

function nothingIn(given: string): string {
  return (
    `there are no ${sourceExtension} files in ${given} (ignored and excluded files do not count). ` +
    'Name a folder that has some, or start with "faultline init".'
  );
}

function resolvePath(given: string, cwd: string, virtualFile: string | undefined): NamedPath {
  const absolute = resolve(cwd, given);
  if (given === virtualFile) return { given, path: realFile(absolute), isFolder: false };
  if (!existsSync(absolute)) throw new UsageError(`there is no file or folder ${given}.`);
  const path = realpathSync(absolute);
  const isFolder = statSync(path).isDirectory();
  if (!isFolder && !path.endsWith(sourceExtension)) {
    throw new UsageError(`${given} is not a model: the files of a model end in ${sourceExtension}.`);
  }
  return { given, path, isFolder };
}

/** The real path of a file that may not exist yet. */
export function realFile(absolute: string): string {
  if (existsSync(absolute)) return realpathSync(absolute);
  const folder = dirname(absolute);
  return existsSync(folder) ? join(realpathSync(folder), absolute.slice(folder.length)) : absolute;
}

/** The project folder of each named path; one without a configuration joins another such that holds it. */
function projectRoots(named: readonly NamedPath[]): Map<string, string> {
  const roots = new Map<string, string>();
  const unconfigured: string[] = [];
  for (const { path, isFolder } of named) {
    const folder = isFolder ? path : dirname(path);
    const configured = configuredFolder(folder);
    roots.set(path, configured ?? folder);
    if (configured === undefined) unconfigured.push(folder);
  }
  for (const [path, root] of roots) {
    if (!unconfigured.includes(root)) continue;
    const holder = unconfigured.filter((other) => isBelow(root, other)).sort((a, b) => a.length - b.length)[0];
    if (holder !== undefined) roots.set(path, holder);
  }
  return roots;
}

/** The nearest folder upwards with a configuration. */
function configuredFolder(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isOwnFile(join(folder, configFileName))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The project that a file or folder belongs to, without its documents. */
export interface ConfiguredPath {
  readonly root: string;
  /** Absent where the project has no configuration. */
  readonly configFile?: string;
  readonly config: Config;
  /** The file, or one that would stand in the folder, from the root with forward slashes. */
  readonly pathInRoot: string;
}

/** @throws UsageError for a path that is missing, and for a configuration or environment that cannot be used. */
export function configuredPath(
  given: string,
  cwd: string,
  ruleIds: readonly string[],
  environment: string | undefined,
): ConfiguredPath {
  const { path, isFolder } = resolvePath(given, cwd, undefined);
  const folder = isFolder ? path : dirname(path);
  const configured = configuredFolder(folder);
  const root = configured ?? folder;
  const file = isFolder ? join(path, `any${sourceExtension}`) : path;
  return {
    root,
    ...(configured !== undefined && { configFile: join(root, configFileName) }),
    config: readConfig(root, cwd, ruleIds, environment),
    pathInRoot: relative(root, file).split(sep).join('/'),
  };
}

function readConfig(root: string, cwd: string, ruleIds: readonly string[], environment: string | undefined): Config {
  const file = join(root, configFileName);
  const shown = displayPath(file, cwd);
  const config = isOwnFile(file) ? parsedConfig(readFileSync(file, 'utf8'), shown, ruleIds) : defaultConfig;
  if (environment === undefined) return config;
  const chosen = inEnvironment(config, environment);
  if (!('message' in chosen)) return chosen;
  const where = isOwnFile(file) ? `Declare it under "environments" in ${shown}` : `There is no ${shown} to declare it`;
  throw new UsageError(`the environment cannot be used. ${chosen.message}\n${where}.`);
}

function parsedConfig(content: string, shownPath: string, ruleIds: readonly string[]): Config {
  const text = content.replace(/^\uFEFF/, '');
  const { config, errors } = parseConfig(text, ruleIds);
  if (errors.length === 0) return config;
  const shown = errors.map((error) => {
    const { line, character } = positionAt(text, error.offset);
    return `${shownPath}:${String(line + 1)}:${String(character + 1)}: ${error.message}`;
  });
  throw new UsageError(`the configuration cannot be used.\n${shown.join('\n')}`);
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
