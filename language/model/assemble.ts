/**
 * Linked documents to the model, and from one revision to the next: only what a changed document contributes to is
 * merged again. What changed is named in *cells* (an entity, the entities of a kind, the flows from an element …), which
 * is what the analyses' recorder notes as read.
 */
import type { Contribution, LinkedDocument } from './linked.ts';
import { equal } from './equal.ts';
import { Model } from './model.ts';
import type { Cell, Changes, Entity } from './model.ts';
import { isLibrary } from './origin.ts';
import { optionOf, statementsOf } from './overlay-statements.ts';
import { headOf, valuesOf } from './said.ts';
import type { Id } from './symbols.ts';
import { idOf } from './symbols.ts';

function note(changes: Changes | undefined, cell: Cell, of: string): void {
  const known = changes?.get(cell);
  if (known) known.add(of);
  else changes?.set(cell, new Set([of]));
}

/** An index from one id to several, that yields sorted arrays and shares those that did not change. */
class Groups {
  private arrays = new Map<string, readonly Id[]>();
  private readonly added = new Map<string, Set<Id>>();
  private readonly removed = new Map<string, Set<Id>>();

  add(key: string, id: Id): void {
    if (this.removed.get(key)?.delete(id)) return;
    const ids = this.added.get(key);
    if (ids) ids.add(id);
    else this.added.set(key, new Set([id]));
  }

  delete(key: string, id: Id): void {
    if (this.added.get(key)?.delete(id)) return;
    const ids = this.removed.get(key);
    if (ids) ids.add(id);
    else this.removed.set(key, new Set([id]));
  }

  snapshot(): ReadonlyMap<string, readonly Id[]> {
    if (this.added.size === 0 && this.removed.size === 0) return this.arrays;
    const next = new Map(this.arrays);
    for (const key of new Set([...this.removed.keys(), ...this.added.keys()])) {
      const removed = this.removed.get(key);
      const before = this.arrays.get(key) ?? [];
      const kept = removed ? before.filter((id) => !removed.has(id)) : before;
      const ids = [...kept, ...(this.added.get(key) ?? [])].sort();
      if (ids.length > 0) next.set(key, ids);
      else next.delete(key);
    }
    this.added.clear();
    this.removed.clear();
    this.arrays = next;
    return next;
  }
}

export class Assembly {
  private readonly documents = new Map<string, LinkedDocument>();
  /** The documents that say something about an entity, sorted. */
  private readonly contributors = new Map<Id, readonly string[]>();
  private entities = new Map<Id, Entity>();
  private readonly kinds = new Groups();
  private readonly children = new Groups();
  private readonly outgoing = new Groups();
  private readonly incoming = new Groups();
  private current: Model | undefined;

  get model(): Model {
    this.current ??= new Model(
      this.entities,
      this.kinds.snapshot(),
      this.children.snapshot(),
      this.outgoing.snapshot(),
      this.incoming.snapshot(),
    );
    return this.current;
  }

  /**
   * Takes in new versions of documents (`undefined`: dropped).
   * @param changed where the cells that changed are noted, if anybody wants to know.
   */
  update(changes: ReadonlyMap<string, LinkedDocument | undefined>, changed?: Changes): void {
    const touched = new Set<Id>();
    const touch = (id: Id): void => {
      const option = optionOf(id);
      touched.add(option === undefined ? id : idOf('option', option));
    };
    for (const [uri, linked] of changes) {
      for (const id of this.documents.get(uri)?.contributions.keys() ?? []) {
        touch(id);
        const others = this.contributors.get(id)?.filter((other) => other !== uri) ?? [];
        if (others.length > 0) this.contributors.set(id, others);
        else this.contributors.delete(id);
      }
      if (!linked) {
        this.documents.delete(uri);
        continue;
      }
      this.documents.set(uri, linked);
      for (const id of linked.contributions.keys()) {
        touch(id);
        const uris = this.contributors.get(id);
        this.contributors.set(id, uris ? [...uris, uri].sort() : [uri]);
      }
    }
    let copied = false;
    for (const id of touched) {
      const before = this.entities.get(id);
      const after = this.merge(id);
      if (before && after && equal(before, after)) continue;
      if (!before && !after) continue;
      if (!copied && this.current) this.entities = new Map(this.entities);
      copied = true;
      this.replace(id, before, after, changed);
    }
    if (copied) this.current = undefined;
  }

  private replace(id: Id, before: Entity | undefined, after: Entity | undefined, changed: Changes | undefined): void {
    if (after) this.entities.set(id, after);
    else this.entities.delete(id);
    note(changed, 'entity', id);
    const regroup = (groups: Groups, from: string | undefined, to: string | undefined, cell: Cell): void => {
      if (from === to) return;
      if (from !== undefined) {
        groups.delete(from, id);
        note(changed, cell, from);
      }
      if (to !== undefined) {
        groups.add(to, id);
        note(changed, cell, to);
      }
    };
    regroup(this.kinds, before?.kind, after?.kind, 'kind');
    regroup(this.children, before?.parent, after?.parent, 'children');
    const [flowBefore, flowAfter] = [before, after].map((entity) => (entity?.kind === 'flow' ? entity : undefined));
    regroup(this.outgoing, flowBefore?.source, flowAfter?.source, 'from');
    regroup(this.incoming, flowBefore?.target, flowAfter?.target, 'to');
  }

  private merge(id: Id): Entity | undefined {
    const all: { uri: string; contribution: Contribution }[] = [];
    for (const uri of this.contributors.get(id) ?? [])
      for (const contribution of this.documents.get(uri)?.contributions.get(id) ?? []) all.push({ uri, contribution });
    const declaring = all.filter(({ contribution }) => contribution.declares);
    const first = mainOf(declaring);
    if (!first) return undefined;
    const parts = all.length === 1 ? all : thatCount(all);
    return {
      ...headOf(id, first.contribution),
      clauses:
        parts.length === 1
          ? first.contribution.clauses
          : (Object.assign({}, ...parts.map((part) => part.contribution.clauses)) as Readonly<Record<string, Id>>),
      ...valuesOf(parts),
      uris: all.length === 1 ? [first.uri] : [...new Set([first, ...declaring, ...parts].map((part) => part.uri))],
      declarations: isSection(first.contribution) ? 1 : declaring.filter(({ uri }) => !isLibrary(uri)).length,
      ...(first.contribution.kind === 'option' && {
        overlay: statementsOf(first.contribution, this.documents.get(first.uri)),
      }),
    };
  }
}

/** The declaration that counts: the first, and one of the project before one of the library. */
export const mainOf = <T extends { readonly uri: string }>(declaring: readonly T[]): T | undefined =>
  declaring.find(({ uri }) => !isLibrary(uri)) ?? declaring[0];

/** Sections such as `faults` have no name of their own: several in one scope are one. */
const isSection = ({ declared: { kind } }: Contribution): boolean => kind.naming === 'none' && !kind.connects;

/**
 * Of all statements about an entity, in the order of files and text, those whose keys count, most telling first: what
 * declares it, then what continues it; a second declaration says nothing. What the library says, the project overrides.
 */
export function thatCount<T extends { readonly uri: string; readonly contribution: Contribution }>(
  all: readonly T[],
): T[] {
  const declaring = all.filter(({ contribution }) => contribution.declares);
  const first = mainOf(declaring);
  if (!first) return [];
  const main = isSection(first.contribution) ? declaring : [first];
  const continuing = all.filter(({ contribution }) => !contribution.declares);
  return isLibrary(first.uri) ? [...continuing, ...main] : [...main, ...continuing];
}
