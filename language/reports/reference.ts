/** The vocabulary as pages of Markdown. Invariant: everything on them is read from the vocabulary. */
import type { Absence, Key } from '../vocabulary/keys.ts';
import type { Kind } from '../vocabulary/kinds.ts';
import { describe } from '../vocabulary/pattern.ts';
import type { Shape, SlotDescription } from '../vocabulary/pattern.ts';
import { durationUnits, sizeUnits } from '../vocabulary/units.ts';
import type { Vocabulary } from '../vocabulary/vocabulary.ts';
import { code, cell, linkTo, page, table } from './markdown.ts';
import { slotsOf } from './slots.ts';

export interface Page {
  /** From the folder of the reference. */
  readonly path: string;
  readonly text: string;
}

export function referenceDocumentation(vocabulary: Vocabulary): Page[] {
  return [
    { path: 'README.md', text: overview(vocabulary) },
    { path: 'kinds.md', text: kindsPage(vocabulary) },
    { path: 'keys.md', text: keysPage(vocabulary) },
    { path: 'values.md', text: valuesPage(vocabulary) },
  ];
}

/** A statement as it stands in a block, for each example of a key. */
export const exampleLines = (name: string, key: Key): string[] => key.examples.map((example) => `${name}: ${example}`);

function overview(vocabulary: Vocabulary): string {
  const kinds = [...vocabulary.kinds.values()];
  const keys = [...vocabulary.keys];
  return page(
    '# Language reference',
    'A project is every `.arch` file of a folder. A file holds statements of three forms:',
    table(
      ['form', 'what it does'],
      [
        [code('kind name "Title" is technology { … }'), 'declares something'],
        [code('a -> b name "Title" { … }'), `connects: \`a\` waits for the answer; with \`~>\` it does not`],
        [code('key: value'), 'says something about what it stands in'],
      ],
    ),
    'A value ends with its line or at `;`. It goes on after a trailing comma and inside brackets. `//` starts a comment, `/* … */` holds one, and `/** … */` directly above a declaration describes it. Any word can be a name.',
    'What is not written is *unknown*, which is neither right nor wrong, unless the key says what its absence means.',
    '## Kinds',
    table(
      ['kind', 'what it is'],
      kinds.map((kind) => [linkTo(kind.name, `kinds.md#${kind.name}`), cell(kind.meaning)]),
    ),
    '## Keys',
    table(
      ['key', 'what it says'],
      sortedByName(keys).map(([name, key]) => [linkTo(name, `keys.md#${name}`), cell(key.meaning)]),
    ),
    'What may stand in a value is listed under [values](values.md); what ships with Faultline, under [technologies](technologies/README.md).',
  );
}

function kindsPage(vocabulary: Vocabulary): string {
  return page(
    '# Kinds',
    'What can be declared, where, and which keys say more about it.',
    ...[...vocabulary.kinds.values()].flatMap((kind) => kindSection(kind, vocabulary)),
  );
}

function kindSection(kind: Kind, vocabulary: Vocabulary): (string | undefined)[] {
  const keys = [...vocabulary.keysOf(kind.name)].sort();
  const places = kind.within.map((place) => (place === '' ? 'the top of a file' : code(place)));
  return [
    `## ${kind.name}`,
    kind.meaning,
    `\`\`\`text\n${headOf(kind)}\n\`\`\``,
    places.length > 0 ? `Stands in ${places.join(', ')}.` : undefined,
    kind.member ? 'Known inside its owner, and elsewhere by its owner’s name: `owner.name`.' : undefined,
    keys.length > 0 ? `Keys: ${keys.map((key) => linkTo(key, `keys.md#${key}`)).join(', ')}.` : undefined,
    kind.source && `Source: ${kind.source}.`,
  ];
}

/** How a declaration of a kind is written; what may be left out stands in brackets. */
function headOf(kind: Kind): string {
  const name = { required: ' <name>', optional: ' [<name>]', none: '' }[kind.naming];
  if (kind.name === 'flow') return `<source> -> <target>${name} ["<title>"] { … }`;
  if (kind.connects) return `${kind.name} <place> <-> <place> { … }`;
  const title = kind.naming === 'none' || kind.continues ? '' : ' ["<title>"]';
  const clauses = Object.entries(kind.clauses ?? {}).map(
    ([word, kinds]) => ` [${word} <${kinds.length > MOST_NAMED ? 'element' : kinds.join(' or ')}>]`,
  );
  return `${kind.name}${name}${title}${clauses.join('')} { … }`;
}

/** More kinds than this are called elements in a head. */
const MOST_NAMED = 3;

function keysPage(vocabulary: Vocabulary): string {
  return page(
    '# Keys',
    'What can be said. In patterns, `[…]` may be left out, `|` separates alternatives, `…` repeats, and `<…>` stands for a [value](values.md) or the name of something declared.',
    ...sortedByName([...vocabulary.keys]).flatMap(([name, key]) => keySection(name, key)),
  );
}

function keySection(name: string, key: Key): (string | undefined)[] {
  const { shape } = key.pattern;
  const kept = slotsIn(shape).flatMap(({ name: slot, keptIn }) =>
    keptIn === undefined ? [] : [`${linkTo(slot, `values.md#${anchor(slot)}`)} in ${keptIn}`],
  );
  const named = [...partsOf(shape)].flatMap((part) => (part.type === 'reference' ? part.kinds : []));
  const words = wordsIn(shape).filter(([, meaning]) => meaning !== '');
  return [
    `## ${name}`,
    key.meaning,
    `\`\`\`text\n${name}: ${describe(shape)}\n\`\`\``,
    `Of ${key.on.map((kind) => linkTo(kind, `kinds.md#${kind}`)).join(', ')}.`,
    `Not written: ${absenceText(key.absence)}.`,
    kept.length > 0 ? `Kept as ${kept.join('; ')}.` : undefined,
    named.length > 0
      ? `Names of ${[...new Set(named)].map((kind) => linkTo(kind, `kinds.md#${kind}`)).join(', ')}.`
      : undefined,
    key.repeatable ? 'May be written several times; each line counts.' : undefined,
    key.technologyDefault ? 'A technology, or a setting of it, may give it.' : undefined,
    words.length > 0
      ? table(
          ['word', 'meaning'],
          words.map(([word, meaning]) => [code(word), cell(meaning)]),
        )
      : undefined,
    key.examples.length > 0 ? `\`\`\`arch\n${exampleLines(name, key).join('\n')}\n\`\`\`` : undefined,
    key.source && `Source: ${key.source}.`,
  ];
}

const absenceText = (absence: Absence): string => (absence === 'unknown' ? '*unknown*' : absence.means);

function valuesPage(vocabulary: Vocabulary): string {
  const units = (factors: Readonly<Record<string, number>>): string =>
    Object.keys(factors)
      .map((unit) => code(unit))
      .join(', ');
  return page(
    '# Values',
    'What may stand in a value besides the words of its key and the names of what is declared.',
    ...slotsOf(vocabulary).flatMap((slot) => [
      `## ${slot.name}`,
      slot.meaning,
      slot.keptIn && `Kept as ${slot.keptIn}.`,
      `Examples: ${slot.examples.map(code).join(', ')}.`,
    ]),
    '## Units',
    `Time: ${units(durationUnits)}. A month is a twelfth of a year of 365.2425 days.`,
    `Size: ${units(sizeUnits)}.`,
  );
}

function slotsIn(shape: Shape): SlotDescription[] {
  const found = new Map<string, SlotDescription>();
  for (const part of partsOf(shape)) if (part.type === 'slot') found.set(part.name, part);
  return [...found.values()];
}

function wordsIn(shape: Shape): [string, string][] {
  const found = new Map<string, string>();
  for (const part of partsOf(shape))
    if (part.type === 'words') for (const [word, meaning] of Object.entries(part.words)) found.set(word, meaning);
  return [...found];
}

function* partsOf(shape: Shape): Iterable<Shape> {
  yield shape;
  if ('parts' in shape) for (const part of shape.parts) yield* partsOf(part);
  else if ('part' in shape) yield* partsOf(shape.part);
}

const anchor = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');
const sortedByName = <T>(entries: readonly (readonly [string, T])[]): (readonly [string, T])[] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
