/**
 * Writes the documentation that follows from the vocabulary, the library, the rules and the examples: `docs/reference/`,
 * `docs/rules/`, `docs/images/` and `docs/incidents/`.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createElk } from '../language/diagrams/elk.ts';
import { layoutGraph } from '../language/diagrams/layout.ts';
import { renderSpaceTime } from '../language/diagrams/space-time.ts';
import { renderSvg } from '../language/diagrams/svg.ts';
import { topologyGraph } from '../language/diagrams/view.ts';
import { rulePages } from '../language/generated/rule-pages.ts';
import { loadLibrary } from '../language/library/library.ts';
import { defaultConfig } from '../language/project/config.ts';
import { Project } from '../language/project/project.ts';
import { executionOf } from '../language/reports/executions.ts';
import { referenceDocumentation } from '../language/reports/reference.ts';
import type { Page } from '../language/reports/reference.ts';
import { ruleDocumentation } from '../language/reports/rules.ts';
import { technologyDocumentation } from '../language/reports/technologies.ts';
import { catalogue } from '../language/rules/catalogue.ts';
import { standardVocabulary } from '../language/vocabulary/vocabulary.ts';
import { galleryPage, incidents } from './incidents.ts';
import { fromRoot } from './paths.ts';

/** Folders below `docs/` that hold generated pages and nothing else. */
export const generatedFolders = ['reference', 'rules', 'images', 'incidents'] as const;

/** All generated pages, with paths from `docs/`. */
export async function documentationPages(): Promise<Page[]> {
  const rules = catalogue.map(({ id, area, severity, productionOnly, strictOnly }) => {
    return { id, area, severity, productionOnly, strictOnly, markdown: rulePages[id] ?? '' };
  });
  return [
    ...referenceDocumentation(standardVocabulary).map((page) => inFolder('reference', page)),
    ...technologyDocumentation(loadLibrary(), standardVocabulary).map((page) => inFolder('reference', page)),
    ...ruleDocumentation(rules).map((page) => inFolder('rules', page)),
    inFolder('incidents', galleryPage(incidents())),
    inFolder('images', { path: 'payments.svg', text: await pictureOf(projectIn('examples/payments')) }),
    inFolder('images', { path: 'execution.svg', text: executionIn(projectIn('examples/payments'), DEPOSED) }),
  ];
}

const inFolder = (folder: (typeof generatedFolders)[number], page: Page): Page => ({
  ...page,
  path: `${folder}/${page.path}`,
});

/** The finding of the examples whose execution the README shows. */
const DEPOSED = 'consistency/weaker-than-needed@payments.card-data.ledger#deposed-primary';

function executionIn(project: Project, id: string): string {
  const finding = project.findings().find((one) => one.id === id);
  const execution = finding && executionOf(project, finding);
  if (!execution?.found) throw new Error(`${id} has no execution to draw.`);
  return renderSpaceTime(execution.trace);
}

function projectIn(example: string): Project {
  const project = new Project({ config: defaultConfig, today: DRAWN_ON });
  for (const name of readdirSync(fromRoot(example)).sort())
    if (name.endsWith('.arch'))
      project.setDocument(pathToFileURL(fromRoot(example, name)).href, readFileSync(fromRoot(example, name), 'utf8'));
  return project;
}

async function pictureOf(project: Project): Promise<string> {
  return renderSvg(await layoutGraph(topologyGraph(project), createElk()));
}

/** What the examples accept is accepted on this day, so that pictures do not change with the calendar. */
const DRAWN_ON = '2026-11-24';

async function writeDocumentation(): Promise<void> {
  for (const folder of generatedFolders) rmSync(fromRoot('docs', folder), { recursive: true, force: true });
  for (const { path: file, text } of await documentationPages()) {
    mkdirSync(path.dirname(fromRoot('docs', file)), { recursive: true });
    writeFileSync(fromRoot('docs', file), text);
  }
}

if (import.meta.filename === process.argv[1]) await writeDocumentation();
