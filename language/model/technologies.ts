/** Technologies by their names: what each builds on, and which knobs it brings. */
import { pathText } from '../syntax/tree.ts';
import { qualifiedName } from './symbols.ts';
import type { Id, Resolution, SymbolEntry, Symbols } from './symbols.ts';

/** A technology and those that it builds on, nearest first. */
export function technologyChain(id: Id, symbols: Symbols): Id[] {
  const chain: Id[] = [];
  for (let at: Id | undefined = id; at !== undefined && !chain.includes(at);) {
    chain.push(at);
    const symbol = symbols.first(at);
    const target = symbol?.declared.statement.clauses.find((clause) => clause.word.name === 'is')?.target;
    const next: Resolution | undefined =
      symbol && target ? symbols.resolve(target, symbol.scope, ['technology']) : undefined;
    at = next?.ok ? next.symbol.id : undefined;
  }
  return chain;
}

export function knobsOf(technology: Id, symbols: Symbols): SymbolEntry[] {
  return technologyChain(technology, symbols).flatMap((id) =>
    symbols.members(qualifiedName(id)).filter((member) => member.category === 'knob'),
  );
}

/** Where a knob is written: on the element (the default), on flows to it, or both. */
export function knobPlaces(knob: SymbolEntry): readonly string[] {
  const on = knob.declared.properties.find((property) => property.key.name === 'on');
  return on ? on.terms.flatMap((term) => (term.type === 'path' ? [pathText(term)] : [])) : ['element'];
}
