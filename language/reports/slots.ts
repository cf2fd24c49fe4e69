/** The typed places of all values of a vocabulary. */
import type { Shape, SlotDescription } from '../vocabulary/pattern.ts';
import type { Vocabulary } from '../vocabulary/vocabulary.ts';

/** Sorted by name, each once. */
export function slotsOf(vocabulary: Vocabulary): SlotDescription[] {
  const slots = new Map<string, SlotDescription>();
  const visit = (shape: Shape): void => {
    if (shape.type === 'slot') slots.set(shape.name, shape);
    else if ('parts' in shape) shape.parts.forEach(visit);
    else if ('part' in shape) visit(shape.part);
  };
  for (const { pattern } of vocabulary.keys.values()) visit(pattern.shape);
  return [...slots.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those whose value is kept in one unit, whatever was written. */
export function numberSlots(vocabulary: Vocabulary): (SlotDescription & { readonly keptIn: string })[] {
  return slotsOf(vocabulary).flatMap((slot) => (slot.keptIn === undefined ? [] : [{ ...slot, keptIn: slot.keptIn }]));
}
