/** Who takes part in an execution, by the names of the model. O(copies + flows at the store). */
import { writersOf } from '../../analyses/consistency/writers.ts';
import type { Facts } from '../../analyses/facts.ts';
import { copiesOf } from '../../analyses/placement/copies.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Program } from '../network/world.ts';
import type { Process } from '../trace.ts';
import type { Items } from './programs.ts';
import type { Cast } from './tell.ts';

export interface Scene {
  readonly flow: Entity;
  readonly store: Entity;
  readonly nodes: number;
  readonly program: Program;
}

export function castOf(facts: Facts, { flow, store, nodes, program }: Scene): Omit<Cast, 'conclusion'> {
  return {
    title: `${label(store)} for ${flow.name || label(flow)}`,
    processes: [...copies(facts, store, nodes), ...clients(facts, flow, store, program)],
    program,
  };
}

/** Copies by their places, where those are certain; numbered where several stand in one place or nobody says where. */
function copies(facts: Facts, store: Entity, nodes: number): Process[] {
  const places = placesOf(facts, store);
  return Array.from({ length: nodes }, (_, i): Process => {
    const place = places[i];
    const at = place === undefined ? undefined : facts.entity(place);
    const isAlone = places.filter((other) => other === place).length === 1;
    const number = `copy ${String(i + 1)}`;
    const where = at ? `in ${at.qualified}${isAlone ? '' : `, ${number}`}` : number;
    const name = nodes === 1 ? label(store) : at ? `${label(store)} ${where}` : `${label(store)}, ${number}`;
    return { name, role: 'node', entity: store.id, ...(place !== undefined && { place }) };
  });
}

/** The primary first, where it is said. */
function placesOf(facts: Facts, store: Entity): readonly Id[] {
  const all = copiesOf(facts, store)?.fixed ?? [];
  const primary = written(store, 'primary')?.ids[0];
  if (primary === undefined || !all.includes(primary)) return all;
  return [primary, ...all.filter((place) => place !== primary)];
}

/** Who writes is who is described to; sessions of one element are numbered. */
function clients(facts: Facts, flow: Entity, store: Entity, program: Program): Process[] {
  const writer = writersOf(facts, store.id)[0] ?? flow;
  const sources = program.map((calls) => {
    const readsOnly = calls.every(({ action }) => action === 'read');
    const by = readsOnly || calls.some(({ action }) => action === 'read') ? flow : writer;
    return by.source === undefined ? undefined : facts.entity(by.source);
  });
  return sources.map((source, i): Process => {
    const name = source ? label(source) : 'a client';
    const number = sources.slice(0, i + 1).filter((other) => other?.id === source?.id).length;
    const isOne = sources.filter((other) => other?.id === source?.id).length === 1;
    return {
      name: isOne ? name : `${name}, session ${String(number)}`,
      role: 'client',
      ...(source && { entity: source.id }),
    };
  });
}

/** What is read and written: the data that the flow carries, where that is said. */
export function itemsOf(facts: Facts, flow: Entity): Items {
  const [x, y] = (written(flow, 'carries') ?? []).flatMap(({ ids }) =>
    ids.flatMap((id) => facts.entity(id)?.name ?? []),
  );
  if (x === undefined) return { x: 'x', y: 'y' };
  return y === undefined || x === y ? { x, y: `another ${x}` } : { x, y };
}
