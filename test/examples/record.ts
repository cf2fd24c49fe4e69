/**
 * The examples, what Faultline finds in them, and the record of it: `findings.md` in each example's folder, a table whose
 * last column says whether the finding is true and why. The columns before it follow from the example; the judgement is
 * written by whoever looked.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { configFileName, parseConfig } from '../../language/project/config.ts';
import { Project } from '../../language/project/project.ts';
import { ruleIds } from '../../language/rules/catalogue.ts';
import { archFilesIn } from '../support/shared.ts';
import { TODAY } from '../support/project.ts';

const folder = path.resolve(import.meta.dirname, '../../examples');

export interface Row {
  readonly id: string;
  readonly severity: string;
  /** The message's first sentence. */
  readonly says: string;
  readonly judged: string;
}

/** What has not been looked at yet; the test fails on it. */
export const UNJUDGED = '';

/** Every project below `examples/`, by its path there. */
export const exampleNames = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === configFileName)
  .map((file) => path.dirname(file).split(path.sep).join('/'))
  .sort();

export const recordOf = (name: string): string => path.join(folder, name, 'findings.md');

export function projectOf(name: string): Project {
  const root = path.join(folder, name);
  const configFile = path.join(root, configFileName);
  const { config, errors } = parseConfig(readFileSync(configFile, 'utf8'), ruleIds);
  if (errors[0]) throw new Error(`${configFile}: ${errors[0].message}`);
  const project = new Project({ config, today: TODAY });
  for (const file of archFilesIn(root)) project.setDocument(pathToFileURL(path.join(root, file.name)).href, file.text);
  return project;
}

/** Today's findings, each with the judgement that the record has for it. */
export function rowsOf(name: string): Row[] {
  const judgements = new Map(recordedRows(name).map((row) => [row.id, row.judged]));
  return projectOf(name)
    .findings()
    .map(({ id, severity, message }) => ({
      id,
      severity,
      says: firstSentence(message),
      judged: judgements.get(id) ?? UNJUDGED,
    }));
}

export function recordedRows(name: string): Row[] {
  const file = recordOf(name);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [id = '', severity = '', says = '', judged = ''] = line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\|', '|'));
      return { id: id.slice(1, -1), severity, says, judged };
    });
}

export function recordText(name: string, rows: readonly Row[]): string {
  const lines = [
    `# What Faultline finds in \`${name}\``,
    '',
    'The last column says whether it is true, and why. `npm run examples:update` rewrites the others.',
    '',
    ...(rows.length === 0
      ? ['Nothing.']
      : [
          '| finding | severity | says | judged |',
          '| --- | --- | --- | --- |',
          ...rows.map(
            ({ id, severity, says, judged }) =>
              `| ${[`\`${id}\``, severity, says, judged].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
          ),
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

function firstSentence(message: string): string {
  return /^.*?[.?!](?=\s|$)/s.exec(message)?.[0] ?? message;
}
