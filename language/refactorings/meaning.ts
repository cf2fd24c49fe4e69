/**
 * Whether a change of the texts keeps what the project means: every entity, what every option does to it, and no
 * problem more. Ids may change where names are meant to: which statement became which is told by their order.
 */
import type { Contribution, LinkedDocument } from '../model/linked.ts';
import { given } from '../model/model.ts';
import type { Entity, Model } from '../model/model.ts';
import type { Declared } from '../model/outline.ts';
import { qualifiedName } from '../model/symbols.ts';
import type { Id } from '../model/symbols.ts';
import type { KeyName } from '../vocabulary/vocabulary.ts';
import type { Change, Source } from './refactoring.ts';
import { textsAfter } from './texts.ts';
import { trialOf } from './trial.ts';
import type { Trial } from './trial.ts';

/** What a change is meant to change. */
export interface Intent {
  /** Names change: each statement is what the one at its place was before. */
  readonly renames?: boolean;
  /** The name of the one declaration that is new. */
  readonly adds?: string;
  /** A key or knob that is written where it was given before. */
  readonly writes?: { readonly entity: Id; readonly key: string };
}

/** @returns what would mean something else, or nothing. */
export function lostMeaning(source: Source, change: Change, intent: Intent = {}): string | undefined {
  return changedMeaning(source, trialOf(source.project, textsAfter(source, change)), intent);
}

export function changedMeaning({ project }: Source, trial: Trial, intent: Intent): string | undefined {
  const before = new Map([...project.allDocuments()].map((document) => [document.uri, document]));
  const problem = newProblem(before, trial);
  if (problem !== undefined) return problem;
  const pairs = intent.renames ? pairedIds(before, trial, intent.adds) : new Map<Id, Id>();
  if (typeof pairs === 'string') return pairs;
  const renamed = (id: Id): Id => pairs.get(id) ?? id;
  return changedEntity(project.model, trial.model, renamed, intent) ?? changedOverlay(before, trial, renamed);
}

function newProblem(before: ReadonlyMap<string, LinkedDocument>, trial: Trial): string | undefined {
  const counts = new Map<string, number>();
  for (const uri of trial.concerned)
    for (const { code } of before.get(uri)?.problems ?? []) counts.set(code, (counts.get(code) ?? 0) + 1);
  for (const uri of trial.concerned)
    for (const { code, message } of trial.documents.get(uri)?.problems ?? []) {
      const left = counts.get(code) ?? 0;
      if (left === 0) return message;
      counts.set(code, left - 1);
    }
  return undefined;
}

/** Ids before and after of the statements that stand at the same place of the order; a sentence where they do not pair. */
function pairedIds(
  before: ReadonlyMap<string, LinkedDocument>,
  trial: Trial,
  added: string | undefined,
): Map<Id, Id> | string {
  const pairs = new Map<Id, Id>();
  for (const uri of trial.concerned) {
    const [old, fresh] = [before.get(uri), trial.documents.get(uri)];
    if (!old || !fresh) return 'A document is gone.';
    const [oldIds, freshIds] = [idsOf(old), idsOf(fresh)];
    const declared = fresh.outline.declared.filter(({ name }) => added === undefined || name !== added);
    if (declared.length !== old.outline.declared.length) return 'A declaration would be lost.';
    for (const [i, statement] of old.outline.declared.entries()) {
      const counterpart = declared[i];
      const [from, to] = [oldIds.get(statement), counterpart && freshIds.get(counterpart)];
      if (from === undefined) continue;
      if (to === undefined || (pairs.get(from) ?? to) !== to) return changed(from, to);
      pairs.set(from, to);
    }
  }
  return pairs;
}

function idsOf({ contributions }: LinkedDocument): Map<Declared, Id> {
  const ids = new Map<Declared, Id>();
  for (const [id, list] of contributions) for (const { declared } of list) ids.set(declared, id);
  return ids;
}

const changed = (id: Id, now?: Id): string =>
  `\`${qualifiedName(id)}\` would ${now === undefined ? 'mean nothing' : `be \`${qualifiedName(now)}\` in one place and something else in another`}.`;

function changedEntity(
  before: Model,
  after: Model,
  renamed: (id: Id) => Id,
  { adds, writes }: Intent,
): string | undefined {
  const wrappers = new Map([...after.entities.values()].filter(({ name }) => adds === name).map((e) => [e.id, e]));
  if (after.entities.size !== before.entities.size + wrappers.size)
    return 'Something would be lost, or be there twice.';
  for (const entity of before.entities.values()) {
    const now = after.entity(renamed(entity.id));
    if (!now) return changed(entity.id);
    const wrapper = now.parent === undefined ? undefined : wrappers.get(now.parent);
    const parent = wrapper ? wrapper.parent : now.parent;
    const written = writes?.entity === entity.id ? writes.key : undefined;
    if (
      parent !== (entity.parent === undefined ? undefined : renamed(entity.parent)) ||
      !same(essence(entity, written), essence(now, written), renamed) ||
      (written !== undefined && !givesTheSame(before, after, entity, now))
    )
      return `\`${entity.qualified}\` would no longer mean the same.`;
  }
  return undefined;
}

/** What of an entity does not depend on where it is written. */
function essence({ kind, name, title, documentation, source, target, ...rest }: Entity, written?: string): unknown {
  const { asynchronous, clauses, values, knobs, repeated, declarations } = rest;
  const without = <T>(map: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...map].filter(([key]) => key !== written));
  return {
    ...{ kind, title, documentation, asynchronous, repeated, declarations },
    ...(kind !== 'flow' && { name }),
    ends: [source, target].map((id) => ({ path: '', ids: id === undefined ? [] : [id] })),
    clauses: Object.entries(clauses).map(([word, id]) => ({ path: word, ids: [id] })),
    values: without(values),
    knobs: without(knobs),
  };
}

function givesTheSame(before: Model, after: Model, entity: Entity, now: Entity): boolean {
  const keys = new Set([...entity.values.keys(), ...now.values.keys()]) as Set<KeyName>;
  return [...keys].every((key) => same(given(before, entity, key)?.value, given(after, now, key)?.value, (id) => id));
}

/** What options do is no part of the model until somebody looks at it: it is compared statement by statement. */
function changedOverlay(
  before: ReadonlyMap<string, LinkedDocument>,
  trial: Trial,
  renamed: (id: Id) => Id,
): string | undefined {
  const [old, fresh] = [overlaysOf(before.values()), overlaysOf(trial.documents.values())];
  for (const [id, contributions] of old)
    if (!same(contributions, fresh.get(renamed(id)), renamed))
      return `What \`${qualifiedName(id)}\` changes in the model would no longer be the same.`;
  return undefined;
}

function overlaysOf(documents: Iterable<LinkedDocument>): Map<Id, unknown[]> {
  const overlays = new Map<Id, unknown[]>();
  for (const { contributions } of documents)
    for (const [id, list] of contributions)
      if (id.startsWith('overlay:')) overlays.set(id, [...(overlays.get(id) ?? []), ...list.map(saidBy)]);
  return overlays;
}

function saidBy({ declares, kind, source, target, clauses, properties }: Contribution): unknown {
  const ids = [source, target, ...Object.values(clauses)].filter((id) => id !== undefined);
  return {
    ...{ declares, kind },
    words: Object.keys(clauses),
    names: { path: '', ids },
    properties: properties.map(({ key, value, knob }) => ({ key, value, knob })),
  };
}

/** Equality of plain data and maps, in which names stand for what they mean, however they are written. */
function same(a: unknown, b: unknown, renamed: (id: Id) => Id): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isReference(a) && isReference(b)) {
    const [meant, means] = [a.ids.map(renamed).sort(), b.ids.toSorted()];
    return meant.length === means.length && meant.every((id, i) => id === means[i]);
  }
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false;
    for (const [key, value] of a) if (!b.has(key) || !same(value, b.get(key), renamed)) return false;
    return true;
  }
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    keys.length === others.length &&
    keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], renamed))
  );
}

interface Names {
  readonly path: string;
  readonly ids: readonly Id[];
}

const isReference = (value: object): value is Names =>
  'path' in value && 'ids' in value && typeof value.path === 'string' && Array.isArray(value.ids);
