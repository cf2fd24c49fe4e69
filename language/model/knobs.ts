/** What a technology's knob can be set to, read from its declaration: the knob's pattern. */
import { keys } from '../vocabulary/keys.ts';
import { choice, matchAll, words } from '../vocabulary/pattern.ts';
import type { Pattern } from '../vocabulary/pattern.ts';
import { count, duration, name, share, text } from '../vocabulary/units.ts';
import type { Vocabulary } from '../vocabulary/vocabulary.ts';
import type { Declared } from './outline.ts';

/** A knob's value: a word as written, a number, a time in milliseconds, a share. */
export type KnobValue = string | number;

const byType: Readonly<Record<string, Pattern<KnobValue>>> = {
  count,
  duration,
  percentage: share,
  text,
  'yes-or-no': words({ yes: 'on', no: 'off' }),
};

const patterns = new WeakMap<Declared, Pattern<KnobValue>>();

export function knobPattern(knob: Declared, vocabulary: Vocabulary): Pattern<KnobValue> {
  let pattern = patterns.get(knob);
  if (!pattern) patterns.set(knob, (pattern = readPattern(knob, vocabulary)));
  return pattern;
}

/** Whether what a knob is set to may stand at a typed place of another value: a count, or a time. */
export function standsFor(knob: Declared, slot: string, vocabulary: Vocabulary): boolean {
  const { shape } = knobPattern(knob, vocabulary);
  const parts = shape.type === 'choice' ? shape.parts : [shape];
  if (slot === 'duration') return parts.includes(duration.shape);
  return slot === 'count' && (parts.includes(count.shape) || shape.type === 'words');
}

function readPattern(knob: Declared, vocabulary: Vocabulary): Pattern<KnobValue> {
  const property = knob.properties.find((p) => p.key.name === 'value');
  if (!property || !vocabulary.keys.has('value')) return name;
  const outcome = matchAll(keys.value.pattern, property.terms, () => []);
  if (!outcome.ok) return name;
  const { value } = outcome;
  const typed = 'type' in value ? byType[value.type] : undefined;
  const others = 'words' in value ? oneOf(value.words) : undefined;
  return typed && others ? choice(typed, others) : (typed ?? others ?? name);
}

/** Some products' settings mix words and numbers: `acks: all`, `acks: 1`. */
function oneOf(options: readonly string[]): Pattern<KnobValue> {
  const inner = words(Object.fromEntries(options.map((option) => [option, ''])));
  return {
    shape: inner.shape,
    match(matching, at) {
      const term = matching.terms[at];
      if (term?.type !== 'number' || term.unit !== '' || !options.includes(String(term.value)))
        return inner.match(matching, at);
      matching.mean(at, { type: 'word', word: String(term.value), meaning: '' });
      return { value: term.value, next: at + 1 };
    },
  };
}
