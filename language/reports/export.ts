/**
 * The model as JSON for other programs. Invariant: plain data only, sorted, the same for the same texts wherever they
 * lie; a key added to the vocabulary appears without a change here. A change of the shape that takes something away
 * raises the version.
 */
import type { Consequence } from '../analyses/facts.ts';
import { contributors } from '../generated/contributions.ts';
import type { Range } from '../model/finding.ts';
import { given, writtenValues } from '../model/model.ts';
import type { Entity, Given } from '../model/model.ts';
import type { Id } from '../model/symbols.ts';
import { isLibrary } from '../model/origin.ts';
import { locate } from '../project/locate.ts';
import type { Project } from '../project/project.ts';
import type { KeyName } from '../vocabulary/vocabulary.ts';
import { placementOf } from './placement.ts';
import type { Placement } from './placement.ts';
import { numberSlots } from './slots.ts';

export const EXPORT_VERSION = 1;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface ExportedModel {
  readonly format: 'faultline-model';
  readonly version: typeof EXPORT_VERSION;
  /** In what the numbers of each kind of value are given, whatever unit was written. */
  readonly units: Readonly<Record<string, string>>;
  /** Everything declared except flows, by id: elements, operations, data, places, decisions … */
  readonly entities: readonly ExportedEntity[];
  readonly flows: readonly ExportedFlow[];
  /** Derived figures by which models are compared. */
  readonly consequences: readonly Consequence[];
}

export interface ExportedEntity {
  /** `category:qualified name`; other parts of the export refer to it by this. */
  readonly id: Id;
  readonly kind: string;
  readonly name: string;
  readonly qualified: string;
  readonly title?: string;
  readonly documentation?: string;
  /** What it stands in. */
  readonly parent?: Id;
  /** What the words of its head point at: `is`, `in`, `at`, `of`, `on`. */
  readonly clauses: Readonly<Record<string, Id>>;
  /** Ends of what connects: a link's places. */
  readonly source?: Id;
  readonly target?: Id;
  /** By key of the vocabulary. */
  readonly values: Readonly<Record<string, ExportedValue>>;
  /** By setting of its technology, under the product's own name. */
  readonly knobs: Readonly<Record<string, { readonly knob: Id; readonly value: Json }>>;
  /** Where its copies stand, as far as the text says. */
  readonly placement?: Placement;
  /** What the analyses derive, in words. */
  readonly facts: readonly { readonly label: string; readonly value: string; readonly reason?: string }[];
  /** Where it is declared. */
  readonly declared: readonly ExportedLocation[];
}

export interface ExportedFlow extends ExportedEntity {
  readonly asynchronous: boolean;
}

export interface ExportedValue {
  /** Of a key that may be written several times: one value for each line. */
  readonly value: Json;
  readonly from: ExportedProvenance;
}

export type ExportedProvenance =
  | { readonly source: 'written'; readonly at: readonly ExportedLocation[] }
  | { readonly source: 'knob'; readonly knob: Id; readonly setting: Json; readonly isDefault: boolean }
  | { readonly source: 'technology'; readonly technology: Id };

/** Zero-based lines and UTF-16 characters. */
export interface ExportedLocation {
  /** From the folder that holds all documents of the project. */
  readonly file: string;
  readonly range: Range;
}

/** O(entities × (keys of their kind + what their analyses cost)). */
export function exportModel(project: Project): ExportedModel {
  const { model } = project;
  const fileOf = relativeFiles(project.documents());
  const exporter = new Exporter(project, fileOf);
  const entities: ExportedEntity[] = [];
  const flows: ExportedFlow[] = [];
  for (const id of [...model.entities.keys()].sort()) {
    const entity = model.entity(id);
    if (!entity || isLibrary(entity.uris[0] ?? '')) continue;
    const exported = exporter.entity(entity);
    if (entity.kind === 'flow') flows.push({ ...exported, asynchronous: entity.asynchronous });
    else entities.push(exported);
  }
  const units = Object.fromEntries(
    numberSlots(project.vocabulary).map(({ name, keptIn }): [string, string] => [name, keptIn]),
  );
  return {
    format: 'faultline-model',
    version: EXPORT_VERSION,
    units,
    entities,
    flows,
    consequences: consequencesOf(project, [...entities, ...flows]),
  };
}

function consequencesOf(project: Project, exported: readonly ExportedEntity[]): Consequence[] {
  return exported.flatMap(({ id, kind }) =>
    contributors
      .filter(({ on }) => on.includes(kind))
      .flatMap((contributor, i) =>
        project.ask(`consequences ${String(i)} ${id}`, (facts) => {
          const entity = facts.entity(id);
          return entity ? (contributor.consequences?.(facts, entity) ?? []) : [];
        }),
      ),
  );
}

class Exporter {
  private readonly project: Project;
  private readonly fileOf: (uri: string) => string;

  constructor(project: Project, fileOf: (uri: string) => string) {
    this.project = project;
    this.fileOf = fileOf;
  }

  entity(entity: Entity): ExportedEntity {
    const placement = placementOf(this.project.model, entity);
    return {
      id: entity.id,
      kind: entity.kind,
      name: entity.name,
      qualified: entity.qualified,
      ...(entity.title !== undefined && { title: entity.title }),
      ...(entity.documentation !== undefined && { documentation: entity.documentation }),
      ...(entity.parent !== undefined && { parent: entity.parent }),
      clauses: sorted(Object.entries(entity.clauses)),
      ...(entity.source !== undefined && { source: entity.source }),
      ...(entity.target !== undefined && { target: entity.target }),
      values: this.values(entity),
      knobs: sorted(
        [...entity.knobs].map(([name, { knob, value }]) => [name, { knob, value: jsonOf(value) }] as const),
      ),
      ...(placement && { placement }),
      facts: this.facts(entity),
      declared: this.places(entity.id, entity.declarations, (declaration) => ({ entity: entity.id, declaration })),
    };
  }

  private values(entity: Entity): Readonly<Record<string, ExportedValue>> {
    const { vocabulary, model } = this.project;
    const values: [string, ExportedValue][] = [];
    for (const name of vocabulary.keysOf(entity.kind)) {
      const key = vocabulary.keys.get(name);
      const written = writtenValues(entity, name as KeyName);
      if (written.length > 0) {
        const value = jsonOf(key?.repeatable ? written : written[0]);
        const at = this.places(entity.id, key?.repeatable ? written.length : 1, (index) => ({
          entity: entity.id,
          key: name,
          index,
        }));
        values.push([name, { value, from: { source: 'written', at } }]);
      } else if (key?.technologyDefault) {
        const derived = given(model, entity, name as KeyName);
        const from = derived && provenanceOf(derived);
        if (from) values.push([name, { value: jsonOf(derived.value), from }]);
      }
    }
    return sorted(values);
  }

  private facts(entity: Entity): ExportedEntity['facts'] {
    return contributors
      .filter(({ on }) => on.includes(entity.kind))
      .flatMap((contributor, i) =>
        this.project
          .ask(`export ${String(i)} ${entity.id}`, (facts) => contributor.facts(facts, entity))
          .map(({ label, value, reason }) => ({ label, value, ...(reason !== undefined && { reason }) })),
      );
  }

  private places(
    id: Id,
    count: number,
    place: (index: number) => Parameters<typeof locate>[0],
  ): readonly ExportedLocation[] {
    const documents = this.project.documentsOf(id);
    return Array.from({ length: count }, (_, index) => locate(place(index), () => documents)).flatMap((location) =>
      location ? [{ file: this.fileOf(location.uri), range: location.range }] : [],
    );
  }
}

function provenanceOf({ provenance }: Given<unknown>): ExportedProvenance | undefined {
  if (provenance.from === 'technology') return { source: 'technology', technology: provenance.technology };
  if (provenance.from === 'written') return undefined;
  const { knob, value, isDefault } = provenance;
  return { source: 'knob', knob, setting: value, isDefault };
}

/** Any value of the model as JSON: maps as objects, keys sorted, what JSON has no word for as text. */
export function jsonOf(value: unknown): Json {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object': {
      if (Array.isArray(value)) return value.map(jsonOf);
      const entries: Iterable<[unknown, unknown]> = value instanceof Map ? value : Object.entries(value);
      return sorted(
        [...entries]
          .filter(([, item]) => item !== undefined)
          .map(([key, item]) => [String(key), jsonOf(item)] as const),
      );
    }
    case 'bigint':
      return value.toString();
    default:
      return null;
  }
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Addresses to paths from the deepest folder that holds them all, so that the export does not depend on where it is. */
function relativeFiles(uris: readonly string[]): (uri: string) => string {
  const folders = uris.map((uri) => uri.split('/').slice(0, -1));
  let shared = folders[0] ?? [];
  for (const folder of folders) {
    const differs = shared.findIndex((part, i) => part !== folder[i]);
    if (differs !== -1) shared = shared.slice(0, differs);
  }
  return (uri) => (isLibrary(uri) ? uri : uri.split('/').slice(shared.length).map(decodeURIComponent).join('/'));
}
