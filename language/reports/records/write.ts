/**
 * Decision records as Markdown: MADR 4.0, or the sections of Nygard. What the model says stands in regions that are written
 * anew; what only people know stands between them, is written once as a question, and is theirs. O(size of the decision).
 */
import { CORE_SCHEMA, dump } from 'js-yaml';
import { escaped, linkTo, page } from '../markdown.ts';
import type { Part } from '../regions.ts';
import type { StatedDecision } from './decision.ts';

export const recordForms = ['madr', 'nygard'] as const;
export type RecordForm = (typeof recordForms)[number];

/** How a record finds what it links to. */
export interface Surroundings {
  /** The file of another decision's record, relative to this one. */
  readonly recordOf: (decision: string) => string | undefined;
  /** Where the decision stands in the sources, relative to this file; absent where it cannot be reached from it. */
  readonly source: string | undefined;
  /** What else is known of the options, in Markdown: the comparison of what follows from each. */
  readonly consequences?: string | undefined;
}

export function recordParts(form: RecordForm, decision: StatedDecision, around: Surroundings): Part[] {
  return form === 'madr' ? madr(decision, around) : nygard(decision, around);
}

/** The line by which a record is recognised, whatever its file is called: `# faultline:record ledger-replication`. */
const RECORD = /^[ \t]*(?:<!--|#)[ \t]*faultline:record[ \t]+([^\s>]+)[ \t]*(?:-->)?[ \t]*$/m;

/** @returns the qualified name of the decision whose record this is. */
export const decisionOf = (text: string): string | undefined => RECORD.exec(text)?.[1];

function madr(decision: StatedDecision, around: Surroundings): Part[] {
  const parts: readonly Part[] = [
    { once: '---\n' },
    { region: 'front-matter', text: frontMatter(decision), comment: 'yaml' },
    { once: '---\n\n' },
    { region: 'title', text: `# ${escaped(decision.title)}` },
    { once: `\n## Context and Problem Statement\n\n${ask('What led to this decision? Whose problem is it?')}\n\n` },
    region('considered', [
      decision.documentation && escaped(decision.documentation),
      decision.drivers.length > 0 && `## Decision Drivers\n\n${bullets(decision.drivers)}`,
      decision.options.length > 0 && `## Considered Options\n\n${bullets(decision.options.map(({ title }) => title))}`,
    ]),
    { once: '\n' },
    region('outcome', ['## Decision Outcome', outcome(decision)]),
    { once: `\n${ask('What else speaks for it, or follows from it?')}\n\n` },
    region('consequences', [around.consequences && `### Consequences\n\n${around.consequences}`]),
    { once: '\n' },
    region('confirmation', [`### Confirmation\n\n${confirmation(decision)}`]),
    { once: '\n## More Information\n\n' },
    region('links', [links(decision, around)]),
  ];
  return parts.filter(saysSomething);
}

function nygard(decision: StatedDecision, around: Surroundings): Part[] {
  const parts: readonly Part[] = [
    {
      region: 'status',
      text: [
        `<!-- faultline:record ${decision.name} -->`,
        '',
        `# ${escaped(decision.title)}`,
        '',
        ...(decision.status?.date === undefined ? [] : [`Date: ${decision.status.date}`, '']),
        '## Status',
        '',
        capitalised(decision.status?.status ?? 'not stated'),
        '',
        links(decision, around),
      ].join('\n'),
    },
    { once: `\n## Context\n\n${ask('What led to this decision? What forces are at play?')}\n\n` },
    region('considered', [
      decision.documentation && escaped(decision.documentation),
      decision.drivers.length > 0 && bullets(decision.drivers),
    ]),
    { once: '\n' },
    region('decision', ['## Decision', outcome(decision)]),
    { once: '\n' },
    region('consequences', ['## Consequences', around.consequences, confirmation(decision)]),
    { once: `\n${ask('What becomes easier, what becomes harder?')}\n` },
  ];
  return parts.filter(saysSomething);
}

const saysSomething = (part: Part): boolean => !('region' in part) || part.text !== '';

function frontMatter({ name, status, deciders, consulted, informed }: StatedDecision): string {
  return `# faultline:record ${name}\n${dump(
    {
      ...(status && { status: status.status, ...(status.date !== undefined && { date: status.date }) }),
      ...(deciders.length > 0 && { 'decision-makers': deciders.join(', ') }),
      ...(consulted.length > 0 && { consulted: consulted.join(', ') }),
      ...(informed.length > 0 && { informed: informed.join(', ') }),
    },
    { schema: CORE_SCHEMA, lineWidth: -1 },
  ).replace(/^\{\}\n$/, '')}`;
}

function outcome({ chosen, because, options }: StatedDecision): string {
  if (chosen) {
    const reason = because === undefined ? '.' : `, because: ${escaped(because)}`;
    return `Chosen option: "${escaped(chosen.title)}"${reason}`;
  }
  if (because !== undefined) return escaped(because);
  return options.length > 0 ? 'Not decided yet.' : 'The model does not say what was decided.';
}

const verdicts = { holds: 'holds', fails: '**fails**', unknown: 'unknown' } as const;

function confirmation({ confirmations, affects }: StatedDecision): string {
  const about = affects.length > 0 ? affects.map(escaped).join(', ') : 'nothing in the model';
  const head = `It affects ${about}; \`faultline check\` and \`faultline test\` hold the model against it.`;
  if (confirmations.length === 0) return `${head} No scenario expects anything of that yet.`;
  const lines = confirmations.map(
    ({ scenario, text, verdict, because }) =>
      `${escaped(scenario)}: ${escaped(text)} — ${verdicts[verdict]}${verdict === 'holds' ? '' : `: ${escaped(because)}`}`,
  );
  return page(head, lines.map((line) => `- ${line}`).join('\n')).trimEnd();
}

function links(decision: StatedDecision, { recordOf, source }: Surroundings): string {
  const to = (name: string): string => {
    const file = recordOf(name);
    return file === undefined ? `\`${name}\`` : linkTo(escaped(name), file);
  };
  const said: readonly (readonly [string, readonly string[]])[] = [
    ['Supersedes', decision.supersedes],
    ['Superseded by', decision.supersededBy],
    ['Amends', decision.amends],
    ['Amended by', decision.amendedBy],
    ['Relates to', decision.relatesTo],
  ];
  const lines = said.flatMap(([relation, others]) => others.map((other) => `${relation} ${to(other)}`));
  const written =
    source === undefined
      ? []
      : [`Written in ${linkTo(escaped(source.replace(/^(\.\.\/)+/, '').replace('#L', ', line ')), source)}`];
  return [...lines, ...written].map((line) => `- ${line}`).join('\n');
}

const region = (name: string, blocks: readonly (string | false | undefined)[]): Part => {
  const said = blocks.filter((block): block is string => typeof block === 'string' && block !== '');
  return { region: name, text: said.join('\n\n') };
};

const bullets = (items: readonly string[]): string => items.map((item) => `- ${escaped(item)}`).join('\n');
const ask = (question: string): string => `<!-- ${question} Text outside the marked regions is yours and is kept. -->`;
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
