/** Every word that the vocabulary gives a meaning to. */
import type { Shape } from '../../language/vocabulary/pattern.ts';
import { standardVocabulary } from '../../language/vocabulary/vocabulary.ts';

function wordsOf(shape: Shape): string[] {
  switch (shape.type) {
    case 'words':
      return Object.keys(shape.words);
    case 'sequence':
    case 'choice':
      return shape.parts.flatMap(wordsOf);
    case 'optional':
    case 'list':
      return wordsOf(shape.part);
    default:
      return [];
  }
}

export function vocabularyWords(): string[] {
  const { kinds, keys } = standardVocabulary;
  return [
    ...new Set([
      ...kinds.keys(),
      ...[...kinds.values()].flatMap(({ clauses }) => Object.keys(clauses ?? {})),
      ...keys.keys(),
      ...[...keys.values()].flatMap(({ pattern }) => wordsOf(pattern.shape)),
    ]),
  ]
    .filter((word) => /^[a-z]/i.test(word))
    .sort();
}
