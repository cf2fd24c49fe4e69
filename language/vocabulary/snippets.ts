/**
 * Editor snippets, generated: one for each kind, with the keys that somebody who starts with it usually wants. Values are
 * the vocabulary's own words and examples.
 *
 * Invariant: what a snippet inserts is a correct description as soon as its names are known.
 */
import type { Shape } from './pattern.ts';
import { standardVocabulary } from './vocabulary.ts';
import type { Kind } from './vocabulary.ts';

export interface Snippet {
  readonly prefix: string | readonly string[];
  readonly body: readonly string[];
  readonly description: string;
}

/** What follows the name, where a kind is hardly ever written without it. */
const heads: Readonly<Record<string, string>> = {
  store: ' is ${3|postgres,mongodb,cassandra,mysql|}',
  cache: ' is ${3:redis}',
  log: ' is ${3:kafka}',
  consensus: ' is ${3:etcd}',
  operation: ' at ${3:entry}',
  accept: ' on ${3:element}',
  mitigation: ' on ${3:element}',
  replace: ' is ${3:technology}',
};

/** Keys, by name; what is none stands as it is. Kinds that are not named here are written without a block. */
const blocks: Readonly<Record<string, readonly string[]>> = {
  system: ['owner'],
  service: ['replicas', 'state'],
  function: ['state'],
  worker: ['replicas'],
  gateway: ['replicas'],
  external: ['slo'],
  store: ['replicas', 'reads'],
  cache: ['ttl'],
  queue: ['replicas', 'retention'],
  topic: ['replicas', 'retention'],
  log: ['replicas', 'retention'],
  consensus: ['voters'],
  boundary: ['trust', 'kind'],
  operation: ['rate', 'slo', 'steps'],
  data: ['classification', 'retention'],
  topology: [
    'region ${10:eu-west} "${11:Ireland}" { zone a; zone b; zone c }',
    'link zone <-> zone { rtt: ${12:0.8ms} }',
  ],
  region: ['zone ${10:a}', 'zone ${11:b}'],
  site: ['rack ${10:a}'],
  link: ['rtt'],
  faults: ['timing', 'tolerate'],
  decision: ['status: proposed', 'affects', '', 'option ${10:first} "${11:First}" { extend ${12:element} { } }'],
  option: ['extend ${10:element} { }'],
  scenario: ['fail', 'expect'],
  accept: ['because', 'by', 'until: $CURRENT_YEAR-${10:12}-${11:31}'],
  mitigation: ['progress', 'evidence', 'owner'],
  view: ['group', 'colour'],
  technology: ['for', 'source'],
  knob: ['value', 'source'],
  case: ['commit'],
  extend: [],
  replace: ['replicas'],
};

/** Names that are written without a title, as identifiers rather than as headings. */
const untitled: readonly string[] = [
  'zone',
  'rack',
  'data',
  'knob',
  'case',
  'extend',
  'replace',
  'remove',
  'accept',
  'mitigation',
  'operation',
  'scenario',
];

/** More words than these are chosen from by completion instead. */
const mostChoices = 8;

export function snippets(): Readonly<Record<string, Snippet>> {
  const kinds = [...standardVocabulary.kinds.values()].filter(({ name }) => name !== 'flow');
  return {
    ...Object.fromEntries(kinds.map((kind) => [kind.name, snippetOf(kind)])),
    call: flow('->', ['over', 'attempt', 'deadline', 'retries', 'access'], 'A call: the source waits for the answer.'),
    message: flow('~>', ['delivery', 'idempotent'], 'A message: the source does not wait for an answer.'),
  };
}

function snippetOf(kind: Kind): Snippet {
  const block = blocks[kind.name];
  return {
    prefix: kind.name,
    body: block ? [`${headOf(kind)} {`, ...linesOf(block), '\t$0', '}'] : [`${headOf(kind)}$0`],
    description: kind.meaning,
  };
}

function headOf({ name, naming, connects, namedByRule }: Kind): string {
  if (connects) return `${name} \${1:zone} <-> \${2:zone}`;
  if (naming === 'none') return name;
  const named = namedByRule ? `${name} \${1:area/rule}` : `${name} \${1:name}`;
  return `${named}${untitled.includes(name) ? '' : ' "${2:Title}"'}${heads[name] ?? ''}`;
}

const flow = (arrow: string, keys: readonly string[], description: string): Snippet => ({
  prefix: arrow === '->' ? ['flow', '->'] : ['message', '~>'],
  body: [`\${1:source} ${arrow} \${2:target} \${3:name} {`, ...linesOf(keys), '\t$0', '}'],
  description,
});

/** Placeholders 4 to 9 are for values. */
function linesOf(block: readonly string[]): string[] {
  return block.map((line, i) => {
    const key = standardVocabulary.keys.get(line);
    if (!key) return line === '' ? '' : `\t${line}`;
    return `\t${line}: ${placeholder(i + 4, key.pattern.shape, key.examples[0] ?? '')}`;
  });
}

function placeholder(number: number, shape: Shape, example: string): string {
  const words = shape.type === 'words' ? Object.keys(shape.words) : [];
  const choices = [example, ...words.filter((word) => word !== example)];
  return words.length > 1 && words.length <= mostChoices
    ? `\${${String(number)}|${choices.join(',')}|}`
    : `\${${String(number)}:${example}}`;
}
