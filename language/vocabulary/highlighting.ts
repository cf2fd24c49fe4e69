/** The TextMate grammar, generated: highlighting where no language server runs (and before it answers). */
import { standardVocabulary } from './vocabulary.ts';

const WORD = String.raw`[A-Za-z_\x{00aa}-\x{1fff}\x{2c00}-\x{2fff}\x{3005}-\x{d7ff}][\w\x{00aa}-\x{1fff}\x{2c00}-\x{2fff}\x{3005}-\x{d7ff}]*(?:-[\w\x{00aa}-\x{1fff}\x{2c00}-\x{2fff}\x{3005}-\x{d7ff}]+)*`;
const START = String.raw`(?:^|(?<=[{;}]))\s*`;

export function textMateGrammar(): object {
  const kinds = [...standardVocabulary.kinds.keys()].filter((kind) => kind !== 'flow').sort();
  const clauses = [
    ...new Set([...standardVocabulary.kinds.values()].flatMap((kind) => Object.keys(kind.clauses ?? {}))),
  ].sort();
  return {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'Faultline architecture',
    scopeName: 'source.arch',
    patterns: [
      { include: '#comment' },
      { include: '#string' },
      { include: '#key' },
      { include: '#declaration' },
      { include: '#clause' },
      { include: '#arrow' },
      { include: '#date' },
      { include: '#number' },
      { include: '#wildcard' },
    ],
    repository: {
      comment: {
        patterns: [
          { name: 'comment.block.documentation.arch', begin: String.raw`/\*\*(?!/)`, end: String.raw`\*/` },
          { name: 'comment.block.arch', begin: String.raw`/\*`, end: String.raw`\*/` },
          { name: 'comment.line.double-slash.arch', match: '//.*$' },
        ],
      },
      string: {
        name: 'string.quoted.double.arch',
        begin: '"',
        end: '"|$',
        patterns: [{ name: 'constant.character.escape.arch', match: String.raw`\\.` }],
      },
      key: {
        match: `${START}(${WORD}(?:\\.${WORD})*)\\s*(:)`,
        captures: {
          1: { name: 'support.type.property-name.arch' },
          2: { name: 'punctuation.separator.key-value.arch' },
        },
      },
      declaration: {
        match: `${START}(${kinds.join('|')})\\b(?!\\s*(?:->|~>|<->|\\.))(?:\\s+(${WORD}(?:\\.${WORD})*))?`,
        captures: { 1: { name: 'keyword.declaration.arch' }, 2: { name: 'entity.name.type.arch' } },
      },
      clause: { name: 'keyword.other.arch', match: `(?<=\\s)(?:${clauses.join('|')})(?=\\s+${WORD})` },
      arrow: { name: 'keyword.operator.arrow.arch', match: '<->|->|~>' },
      date: { name: 'constant.numeric.date.arch', match: String.raw`\b\d{4}-\d{2}-\d{2}\b` },
      number: {
        match: String.raw`(?<![\w-])(\d[\d_]*(?:\.\d[\d_]*)?)([A-Za-z%µμ]*)`,
        captures: { 1: { name: 'constant.numeric.arch' }, 2: { name: 'keyword.other.unit.arch' } },
      },
      wildcard: { name: 'keyword.operator.wildcard.arch', match: String.raw`\.\*` },
    },
  };
}
