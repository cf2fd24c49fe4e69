/**
 * Regenerates everything that follows from something else: the parser's node types (from the grammar), the registries
 * of rules and analyses (from their folders), the parsed library (from its .arch files), the TextMate grammar, the snippets and the
 * JSON schema of faultline.json.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const out = path.join(root, 'language/generated');

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.endsWith(ending))
    .sort();
}

function write(file: string, content: string): void {
  const full = path.join(root, file);
  mkdirSync(path.dirname(full), { recursive: true });
  // An unchanged file keeps its time, so that watchers stay quiet.
  if (existsSync(full) && readFileSync(full, 'utf8') === content) return;
  writeFileSync(full, content);
}

function generateParser(): void {
  const grammar = path.join(root, 'language/arch.langium');
  const ast = path.join(out, 'parser/ast.ts');
  if (existsSync(ast) && statSync(ast).mtimeMs > statSync(grammar).mtimeMs) return;
  execFileSync(process.execPath, [path.join(root, 'node_modules/langium-cli/bin/langium.js'), 'generate'], {
    cwd: root,
    stdio: 'inherit',
  });
}

function generateRules(): void {
  const ids = filesIn('language/rules', '.ts')
    .filter((file) => file.split('/').length === 2)
    .map((file) => file.slice(0, -'.ts'.length));
  const variable = (id: string): string => id.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());
  write(
    'language/generated/rules.ts',
    [
      "import type { Rule } from '../rules/rule.ts';",
      ...ids.map((id) => `import ${variable(id)} from '../rules/${id}.ts';`),
      '',
      'export const rules: Readonly<Record<string, Rule>> = {',
      ...ids.map((id) => `  '${id}': ${variable(id)},`),
      '};',
      '',
    ].join('\n'),
  );
  const pages = Object.fromEntries(
    ids.map((id) => [id, readFileSync(path.join(root, `language/rules/${id}.md`), 'utf8')]),
  );
  write(
    'language/generated/rule-pages.ts',
    `/** The Markdown page of each rule, by id. */\nexport const rulePages: Readonly<Record<string, string>> = ${JSON.stringify(pages, null, 2)};\n`,
  );
}

function generateAnalyses(): void {
  const names = filesIn('language/analyses', '/contribution.ts').map((file) => file.slice(0, file.indexOf('/')));
  write(
    'language/generated/contributions.ts',
    [
      "import type { Contributor } from '../analyses/facts.ts';",
      ...names.map((name) => `import ${name} from '../analyses/${name}/contribution.ts';`),
      '',
      '/** By the name of their analysis. */',
      `export const contributions: Readonly<Record<string, Contributor>> = { ${names.join(', ')} };`,
      '',
      'export const contributors: readonly Contributor[] = Object.values(contributions);',
      '',
    ].join('\n'),
  );
}

function generateViews(): void {
  const names = filesIn('language/diagrams/views/built-in', '.ts').map((file) => file.slice(0, -'.ts'.length));
  // What there is comes first, then the rest by name.
  const order = ['topology', ...names.filter((name) => name !== 'topology')];
  write(
    'language/generated/built-in-views.ts',
    [
      "import type { BuiltInView } from '../diagrams/views/picture.ts';",
      ...order.map((name) => `import ${name} from '../diagrams/views/built-in/${name}.ts';`),
      '',
      `export const builtInViews: Readonly<Record<string, BuiltInView>> = { ${order.join(', ')} };`,
      '',
    ].join('\n'),
  );
}

async function generateLibrary(): Promise<void> {
  const { createParser } = await import('../language/syntax/parser.ts');
  const parser = createParser();
  const documents = filesIn('language/library', '.arch').map((file) => {
    const text = readFileSync(path.join(root, 'language/library', file), 'utf8');
    const tree = parser.parse(text);
    const names = tree.statements.flatMap((statement) =>
      statement.form === 'declaration' && statement.name ? statement.name.segments.map(({ name }) => name) : [],
    );
    const uri = `faultline-library:/${file}`;
    return { uri, names, json: JSON.stringify({ uri, text, tree }) };
  });
  write(
    'language/generated/library.ts',
    [
      "import type { LibraryEntry } from '../library/library.ts';",
      '',
      '/** The bundled technologies, already parsed; text in JSON is read faster than code, and each only when it is needed. */',
      `export const libraryEntries: readonly LibraryEntry[] = ${JSON.stringify(documents)};`,
      '',
    ].join('\n'),
  );
}

async function generateSchema(): Promise<void> {
  const { configSchema } = await import('../language/project/config-schema.ts');
  const { catalogue } = await import('../language/rules/catalogue.ts');
  const { rulePages } = await import('../language/generated/rule-pages.ts');
  const title = (id: string): string => /^# (.*)$/m.exec(rulePages[id] ?? '')?.[1] ?? id;
  const rules = catalogue.map(({ id, severity }) => ({ id, severity, title: title(id) }));
  write('dist/faultline.schema.json', `${JSON.stringify(configSchema(rules), null, 2)}\n`);
}

async function generateHighlighting(): Promise<void> {
  const { textMateGrammar } = await import('../language/vocabulary/highlighting.ts');
  write('syntaxes/arch.tmLanguage.json', `${JSON.stringify(textMateGrammar(), null, 2)}\n`);
}

async function generateSnippets(): Promise<void> {
  const { snippets } = await import('../language/vocabulary/snippets.ts');
  write('client/snippets/arch.json', `${JSON.stringify(snippets(), null, 2)}\n`);
}

export async function generate(): Promise<void> {
  mkdirSync(out, { recursive: true });
  generateParser();
  generateRules();
  generateAnalyses();
  generateViews();
  await generateLibrary();
  await generateSchema();
  await generateHighlighting();
  await generateSnippets();
}

if (import.meta.main) await generate();
