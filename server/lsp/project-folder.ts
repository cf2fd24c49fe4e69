/** One project of a workspace: its texts, its configuration, and what the core makes of them. */
import type { Finding } from '../../language/model/finding.ts';
import { configFileName, defaultConfig, inEnvironment, parseConfig } from '../../language/project/config.ts';
import type { Config, ConfigError, ParsedConfig } from '../../language/project/config.ts';
import { Project } from '../../language/project/project.ts';
import { ruleIds } from '../../language/rules/catalogue.ts';
import type { Parser } from '../../language/syntax/parser.ts';
import { lineStartsOf, rangeOf } from '../../language/syntax/lines.ts';
import { libraryText } from './library.ts';
import { inFolder } from './uris.ts';
import type { View } from './view.ts';

export interface FolderOptions {
  /** The project's folder; of a text that belongs to no folder, its own address. */
  readonly root: string;
  /** The text of its faultline.json, where it has one. */
  readonly configText: string | undefined;
  /** The environment to check for; without it, the one that the configuration names. */
  readonly environment?: string | undefined;
  readonly today: string;
  /** Whether it is only there while one of its documents is open. */
  readonly loose: boolean;
  /** Whether it takes in the documents of the folders inside. */
  readonly deep: boolean;
  readonly parser: Parser;
  /** Is told of what broke inside the core; everything else goes on. */
  readonly onFailure?: (what: string, error: unknown) => void;
}

export class ProjectFolder implements View {
  readonly options: FolderOptions;
  readonly config: Config;
  readonly project: Project;
  /** Documents that the host listed, open or not. */
  readonly listed = new Set<string>();
  /** Counts the changes of its texts. */
  revision = 0;
  private readonly texts = new Map<string, string>();
  private readonly configErrors: readonly ConfigError[];
  private found: { revision: number; findings: readonly Finding[] } | undefined;

  constructor(options: FolderOptions) {
    this.options = options;
    const parsed = configOf(options);
    this.config = parsed.config;
    this.configErrors = parsed.errors;
    this.project = new Project({
      config: this.config,
      root: options.root,
      today: options.today,
      incremental: true,
      parser: options.parser,
      onFailure: (rule, entity, error) => options.onFailure?.(`the rule ${rule} about ${entity}`, error),
    });
  }

  get root(): string {
    return this.options.root;
  }

  documents(): Iterable<string> {
    return this.texts.keys();
  }

  has(uri: string): boolean {
    return this.texts.has(uri);
  }

  textOf(uri: string): string | undefined {
    return this.texts.get(uri) ?? libraryText(uri);
  }

  /** Takes in a text; the same one again changes nothing. */
  set(uri: string, text: string): void {
    if (this.texts.get(uri) === text) return;
    this.texts.set(uri, text);
    this.project.setDocument(uri, text);
    this.revision++;
  }

  delete(uri: string): void {
    if (!this.texts.delete(uri)) return;
    this.project.deleteDocument(uri);
    this.revision++;
  }

  findings(): readonly Finding[] {
    if (this.found?.revision !== this.revision)
      this.found = { revision: this.revision, findings: [...this.configFindings(), ...this.project.findings()] };
    return this.found.findings;
  }

  private configFindings(): Finding[] {
    const lineStarts = lineStartsOf(this.options.configText ?? '');
    return this.configErrors.map(({ message, offset, length }): Finding => ({
      id: `${configFileName}@${String(offset)}`,
      rule: configFileName,
      severity: 'error',
      message,
      uri: inFolder(this.root, configFileName),
      range: rangeOf(lineStarts, { start: offset, end: offset + length }),
      related: [],
      fixes: [],
      help: '',
    }));
  }
}

/** An environment that a project does not have is a mistake in its configuration, where it has one. */
function configOf({ configText, environment, root, onFailure }: FolderOptions): ParsedConfig {
  const parsed = configText === undefined ? { config: defaultConfig, errors: [] } : parseConfig(configText, ruleIds);
  if (environment === undefined) return parsed;
  const chosen = inEnvironment(parsed.config, environment);
  if (!('message' in chosen)) return { ...parsed, config: chosen };
  if (configText === undefined) {
    onFailure?.(`choosing the environment of ${root}`, chosen.message);
    return parsed;
  }
  const message = `${chosen.message} The setting "faultline.environment" asks for it.`;
  return { ...parsed, errors: [...parsed.errors, { message, offset: 0, length: 1 }] };
}
