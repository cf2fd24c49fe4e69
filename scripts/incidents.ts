/**
 * The gallery of incidents: each folder of `examples/incidents/` tells one in `story.md` and models it twice, as it was
 * (`before/`) and as repaired (`after/`). The page puts story, model and findings together.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { configFileName, parseConfig } from '../language/project/config.ts';
import { Project } from '../language/project/project.ts';
import type { Finding } from '../language/model/finding.ts';
import type { Page } from '../language/reports/reference.ts';
import { ruleIds } from '../language/rules/catalogue.ts';
import { fromRoot } from './paths.ts';

export interface Incident {
  readonly id: string;
  readonly story: Story;
  readonly before: Model;
  readonly after: Model;
}

export interface Model {
  readonly text: string;
  readonly findings: readonly Finding[];
}

interface Story {
  readonly title: string;
  readonly happened: string;
  readonly repair: string;
  readonly sources: string;
  /** What is not computed yet, where that is something. */
  readonly pending: string | undefined;
}

const folder = fromRoot('examples', 'incidents');

/** What expires is judged on this day, so that the page does not change with the calendar. */
const READ_ON = '2026-11-24';

/** All incidents, in the order in which they happened: a story's title ends with its date. */
export function incidents(): Incident[] {
  return readdirSync(folder)
    .map((id) => ({
      id,
      story: storyOf(id),
      before: modelOf(path.join(folder, id, 'before')),
      after: modelOf(path.join(folder, id, 'after')),
    }))
    .sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1));
}

const dateOf = ({ id, story }: Incident): string => {
  const date = /\d{4}-\d{2}(-\d{2})?/.exec(story.title)?.[0];
  if (date === undefined) throw new Error(`examples/incidents/${id}/story.md: the title does not say when.`);
  return date;
};

function storyOf(id: string): Story {
  const text = readFileSync(path.join(folder, id, 'story.md'), 'utf8');
  const title = /^# (.*)$/m.exec(text)?.[1];
  const sections = new Map(text.split(/^#+ /m).map((part) => splitOnce(part.trim())));
  const section = (name: string): string => {
    const found = sections.get(name);
    if (found === undefined) throw new Error(`examples/incidents/${id}/story.md has no section “${name}”.`);
    return found;
  };
  return {
    title: title ?? id,
    happened: section(title ?? ''),
    repair: section('Repair'),
    sources: section('Sources'),
    pending: sections.get('Not computed yet'),
  };
}

const splitOnce = (part: string): [heading: string, rest: string] => {
  const end = part.indexOf('\n');
  return end === -1 ? [part, ''] : [part.slice(0, end), part.slice(end + 1).trim()];
};

function modelOf(root: string): Model {
  const configFile = path.join(root, configFileName);
  const { config, errors } = parseConfig(existsSync(configFile) ? readFileSync(configFile, 'utf8') : '{}', ruleIds);
  if (errors[0]) throw new Error(`${configFile}: ${errors[0].message}`);
  const project = new Project({ config, today: READ_ON });
  const files = readdirSync(root)
    .filter((name) => name.endsWith('.arch'))
    .sort();
  const texts = files.map((name) => readFileSync(path.join(root, name), 'utf8'));
  files.forEach((name, i) => {
    project.setDocument(pathToFileURL(path.join(root, name)).href, texts[i] ?? '');
  });
  return { text: texts.join('\n'), findings: project.findings() };
}

export function galleryPage(all: readonly Incident[]): Page {
  const lines = [
    '# Incidents',
    '',
    'Real failures, each described as it was built and checked: what Faultline says before anything has failed, and what',
    'it no longer says once the design is repaired. The models stand in `examples/incidents/`, as `before` and `after`.',
    '',
    ...all.map(({ story }) => `- [${story.title}](#${anchorOf(story.title)})`),
    ...all.flatMap(sectionOf),
  ];
  return { path: 'README.md', text: `${lines.join('\n')}\n` };
}

const anchorOf = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');

function sectionOf({ id, story, before }: Incident): string[] {
  return [
    '',
    `## ${story.title}`,
    '',
    story.happened,
    '',
    `**The model** (\`examples/incidents/${id}/before\`):`,
    '',
    '```arch',
    before.text.trimEnd(),
    '```',
    '',
    '**What Faultline says:**',
    '',
    ...(before.findings.length === 0
      ? ['Nothing yet.']
      : before.findings.map(({ rule, message }) => `- ${message} [\`${rule}\`](../rules/${rule}.md)`)),
    '',
    `**The repair:** ${story.repair}`,
    ...(story.pending === undefined ? [] : ['', `**Not computed yet:** ${story.pending}`]),
    '',
    `Sources: ${story.sources}`,
  ];
}
