/**
 * The model as a tree, a level at a time: by kind, by owner, or by where copies stand.
 *
 * Invariant: what belongs to whom and what stands where is asked of the analyses; here it is only put in order. An
 * entity whose owner block is in the same group stands below it, and nowhere else in that group. A level costs O(entities)
 * at most, whatever its limit.
 */
import { copiesOf } from '../../language/analyses/placement/copies.ts';
import { ownerOf } from '../../language/analyses/ownership/owner.ts';
import type { Facts } from '../../language/analyses/facts.ts';
import type { Finding, Severity } from '../../language/model/finding.ts';
import type { Contribution } from '../../language/model/linked.ts';
import { enclosing, label } from '../../language/model/model.ts';
import type { Entity, Model } from '../../language/model/model.ts';
import type { Id } from '../../language/model/symbols.ts';
import { offsetAt } from '../../language/syntax/lines.ts';
import { computeKinds, elementKinds, placeKinds, stateKinds } from '../../language/vocabulary/kinds.ts';
import type { FindingCounts, OutlineGrouping, OutlineItem, OutlineParams, OutlineResult } from '../protocol.ts';
import { baseName, isLibrary } from './uris.ts';
import type { View } from './view.ts';

/** Who or what may own it, and what may stand somewhere: the others would all be listed as open. */
const ownedKinds: readonly string[] = elementKinds.filter((kind) => kind !== 'actor');
const placedKinds: readonly string[] = ['consensus', ...computeKinds, ...stateKinds].filter(
  (kind) => kind !== 'client' && kind !== 'device',
);
/** Written before the name of a group, which could otherwise be that of an entity. */
const groupMark = '#';
/** No owner and no place has an empty name. */
const unknownGroup = groupMark;

export function outline(views: ReadonlyMap<string, View>, { grouping, path, limit }: OutlineParams): OutlineResult {
  const [root, ...inside] = path;
  const items = root === undefined ? top(views, grouping) : level(views.get(root), root, grouping, inside);
  return { items: items.slice(0, limit), more: Math.max(0, items.length - limit) };
}

/** One project needs no level of its own. */
function top(views: ReadonlyMap<string, View>, grouping: OutlineGrouping): OutlineItem[] {
  const filled = [...views].filter(([, view]) => view.project.documents().length > 0);
  const [only] = filled;
  if (only && filled.length === 1) return level(only[1], only[0], grouping, []);
  return filled
    .map(([root, view]): OutlineItem => ({
      path: [root],
      is: 'project',
      label: baseName(root),
      hasChildren: true,
      findings: countsOf(view.findings()),
    }))
    .sort(byLabel);
}

function level(
  view: View | undefined,
  root: string,
  grouping: OutlineGrouping,
  path: readonly string[],
): OutlineItem[] {
  if (!view) return [];
  const tree = new Tree(view, grouping, [root, ...path]);
  const last = path.at(-1);
  if (last === undefined) return tree.groups();
  if (!last.startsWith(groupMark)) return tree.membersOf(last);
  const name = last.slice(groupMark.length);
  if (grouping === 'kind') return tree.ofKind(name);
  return grouping === 'owner' ? tree.ownedBy(name) : tree.unplaced();
}

/** One project, as seen from the item whose members are listed. */
class Tree {
  private readonly view: View;
  private readonly model: Model;
  private readonly grouping: OutlineGrouping;
  private readonly path: readonly string[];

  constructor(view: View, grouping: OutlineGrouping, path: readonly string[]) {
    this.view = view;
    this.grouping = grouping;
    this.model = view.project.model;
    this.path = path;
  }

  groups(): OutlineItem[] {
    if (this.grouping === 'kind') return this.kinds();
    return this.grouping === 'owner' ? this.owners() : this.places();
  }

  ofKind(kind: string): OutlineItem[] {
    return this.roots(this.own(this.model.ofKind(kind)));
  }

  ownedBy(name: string): OutlineItem[] {
    return this.roots(this.entities(this.byOwner().get(name) ?? []));
  }

  unplaced(): OutlineItem[] {
    return this.roots(this.entities(this.byPlace().get('')?.keys() ?? []));
  }

  /** What stands inside an entity; of a place, also what has copies there. */
  membersOf(id: Id): OutlineItem[] {
    const children = this.items(this.own(this.model.childrenOf(id)), label);
    const there = this.placedIn(this.model.entity(id));
    if (!there) return children;
    const placed = this.items(this.entities(there.keys())).map((item) => {
      const copies = there.get(item.entity?.id ?? '') ?? 0;
      return copies > 0 ? { ...item, copies } : item;
    });
    return [...children, ...placed];
  }

  private kinds(): OutlineItem[] {
    const items: OutlineItem[] = [];
    for (const { name, category } of this.view.project.vocabulary.kinds.values()) {
      const entities = category === undefined ? [] : this.own(this.model.ofKind(name));
      if (entities.length > 0) items.push(this.group('kind', name, entities, { kind: name }));
    }
    // What there is comes before how it talks to each other.
    return items.sort((a, b) => Number(a.kind === 'flow') - Number(b.kind === 'flow'));
  }

  private owners(): OutlineItem[] {
    return [...this.byOwner()]
      .map(([name, ids]) => this.group(name === '' ? 'unowned' : 'owner', name, this.entities(ids)))
      .sort((a, b) => Number(a.is === 'unowned') - Number(b.is === 'unowned') || byLabel(a, b));
  }

  private places(): OutlineItem[] {
    const outermost = placeKinds
      .flatMap((kind) => this.own(this.model.ofKind(kind)))
      .filter(({ parent }) => !isPlace(parent === undefined ? undefined : this.model.entity(parent)));
    const open = this.entities(this.byPlace().get('')?.keys() ?? []);
    return [...this.items(outermost), ...(open.length > 0 ? [this.group('unplaced', '', open)] : [])];
  }

  private byOwner(): ReadonlyMap<string, readonly Id[]> {
    return this.view.project.ask('outline owners', (facts) => {
      const owners = new Map<string, Id[]>();
      for (const id of ofKinds(facts, ownedKinds)) add(owners, facts.of(ownerOf, id)?.name ?? '', id);
      return owners;
    });
  }

  /** Elements by place, with how many copies surely stand there; under the empty name those of which no place is said. */
  private byPlace(): ReadonlyMap<Id, ReadonlyMap<Id, number>> {
    return this.view.project.ask('outline places', (facts) => {
      const places = new Map<Id, Map<Id, number>>();
      const put = (place: Id, element: Id, copies: number): void => {
        const there = places.get(place) ?? new Map<Id, number>();
        places.set(place, there.set(element, (there.get(element) ?? 0) + copies));
      };
      for (const id of ofKinds(facts, placedKinds)) {
        const element = facts.entity(id);
        const copies = element && copiesOf(facts, element);
        const surely = copies?.fixed ?? [];
        const perhaps = copies?.extra.among ?? [];
        for (const place of surely) put(place, id, 1);
        for (const place of perhaps) put(place, id, 0);
        if (surely.length + perhaps.length === 0) put('', id, 0);
      }
      return places;
    });
  }

  private group(
    is: OutlineItem['is'],
    name: string,
    entities: readonly Entity[],
    more: Partial<OutlineItem> = {},
  ): OutlineItem {
    return {
      path: [...this.path, name === '' ? unknownGroup : `${groupMark}${name}`],
      is,
      label: name,
      members: entities.length,
      hasChildren: true,
      findings: sum(rootsOf(entities).map(({ id }) => this.counts(id))),
      ...more,
    };
  }

  private roots(entities: readonly Entity[]): OutlineItem[] {
    return this.items(rootsOf(entities));
  }

  private items(entities: readonly Entity[], nameOf = qualifiedLabel): OutlineItem[] {
    return entities.map((entity) => this.item(entity, nameOf(entity))).sort(byLabel);
  }

  private item(entity: Entity, name: string): OutlineItem {
    const { id, kind, title, uris } = entity;
    return {
      path: [...this.path, id],
      is: 'entity',
      label: name,
      kind,
      ...(title !== undefined && { title }),
      hasChildren: this.placedIn(entity) !== undefined || this.own(this.model.childrenOf(id)).length > 0,
      findings: this.counts(id),
      entity: { id, uri: uris[0] ?? '' },
    };
  }

  /** What has copies in a place, where places are what is listed. */
  private placedIn(entity: Entity | undefined): ReadonlyMap<Id, number> | undefined {
    return this.grouping === 'placement' && isPlace(entity) ? this.byPlace().get(entity?.id ?? '') : undefined;
  }

  private counts(id: Id): FindingCounts {
    return countsByEntity(this.view, this.model).get(id) ?? {};
  }

  private entities(ids: Iterable<Id>): Entity[] {
    return this.own([...ids]);
  }

  /** Named things that the project itself declares. */
  private own(ids: readonly Id[]): Entity[] {
    const { kinds } = this.view.project.vocabulary;
    return ids.flatMap((id) => {
      const entity = this.model.entity(id);
      const isShown = entity && kinds.get(entity.kind)?.category !== undefined && !isLibrary(entity.uris[0] ?? '');
      return isShown ? [entity] : [];
    });
  }
}

const qualifiedLabel = ({ qualified }: Entity): string => qualified;

const isPlace = (entity: Entity | undefined): boolean =>
  entity !== undefined && (placeKinds as readonly string[]).includes(entity.kind);

const ofKinds = (facts: Facts, kinds: readonly string[]): Id[] => kinds.flatMap((kind) => facts.ofKind(kind));

function rootsOf(entities: readonly Entity[]): Entity[] {
  const ids = new Set(entities.map(({ id }) => id));
  return entities.filter(({ parent }) => parent === undefined || !ids.has(parent));
}

/** For as long as the findings are the same, so is the model that they were found in. */
const known = new WeakMap<readonly Finding[], ReadonlyMap<Id, FindingCounts>>();

/** The findings about each entity and about what stands inside it. */
function countsByEntity(view: View, model: Model): ReadonlyMap<Id, FindingCounts> {
  const findings = view.findings();
  const before = known.get(findings);
  if (before) return before;
  const counts = new Map<Id, Partial<Record<Severity, number>>>();
  for (const finding of findings) {
    const { severity, subject = entityAt(view, finding) } = finding;
    const entity = subject === undefined ? undefined : model.entity(subject);
    if (!entity) continue;
    for (const { id } of enclosing(model, entity)) {
      const count = counts.get(id) ?? {};
      count[severity] = (count[severity] ?? 0) + 1;
      counts.set(id, count);
    }
  }
  known.set(findings, counts);
  return counts;
}

/** The innermost declaration around a finding that is about the text and no entity. O(declarations of the document). */
function entityAt(view: View, { uri, range }: Finding): Id | undefined {
  const document = view.project.document(uri);
  if (!document) return undefined;
  const at = offsetAt(document.outline.tree, range.start);
  let innermost: Contribution | undefined;
  for (const contributions of document.contributions.values())
    for (const contribution of contributions) {
      const { start, end } = contribution.declared.statement;
      const isInside = start <= at && at <= end;
      if (isInside && start >= (innermost?.declared.statement.start ?? 0)) innermost = contribution;
    }
  return innermost?.id;
}

const countsOf = (findings: readonly Finding[]): FindingCounts =>
  sum(findings.map(({ severity }) => ({ [severity]: 1 })));

function sum(counts: readonly FindingCounts[]): FindingCounts {
  const total: Partial<Record<Severity, number>> = {};
  for (const count of counts)
    for (const [severity, amount] of Object.entries(count) as [Severity, number][])
      total[severity] = (total[severity] ?? 0) + amount;
  return total;
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

const byLabel = (a: OutlineItem, b: OutlineItem): number => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
