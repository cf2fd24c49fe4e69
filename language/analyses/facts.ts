/** How analyses are declared, computed once, and computed again only when what they read changed. */
import type { Entity, ModelReader } from '../model/model.ts';
import type { Id } from '../model/symbols.ts';
import type { KeyName, KeyValues } from '../vocabulary/vocabulary.ts';
import type { Ground } from './failures/situation.ts';

/** What an analysis or rule may ask: the model, and other analyses. */
export interface Facts extends ModelReader {
  of<T>(analysis: Analysis<T>, id: Id): T;
  /** What one that looks at the whole model at once found for `id`. Who asks is asked again only where that changes. */
  at<T>(analysis: WholeAnalysis<T>, id: Id): T | undefined;
}

/** What a derived value shown in the text is about; people choose by it what they want to see. */
export const hintKinds = ['cost', 'consistency', 'quorum', 'attempts', 'time'] as const;
export type HintKind = (typeof hintKinds)[number];

/** A derived statement about an entity, for people. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** From what, and by which method. */
  readonly reason?: string;
  /** The same in a few words that can stand in the text, where the text does not say it already. */
  readonly hint?: { readonly kind: HintKind; readonly text: string };
  /** The key whose value it tells: what a technology gives for that key says less, or something else. */
  readonly key?: KeyName;
}

export interface Analysis<T> {
  readonly name: string;
  /** Pure: depends on what it asks of `facts` and on the entity's id only. */
  compute(facts: Facts, id: Id): T;
}

/** Looks at the whole model at once: an answer for each entity that it has something to say about, in plain data. */
export interface WholeAnalysis<T> {
  readonly name: string;
  /** Pure: depends on what it asks of `facts` only. */
  compute(facts: Facts): ReadonlyMap<Id, T>;
}

/** A derived figure about an entity that options of a decision and revisions of a model are compared by. */
export interface Consequence {
  readonly entity: Id;
  /** What is measured: the same words for the same figure of every entity. */
  readonly measure: string;
  readonly value: string;
  /** The figure in numbers, where it is one; `unit` says of what. */
  readonly amount?: number;
  readonly unit?: string;
  /** `amount` is only the part that is known: it may be more. */
  readonly atLeast?: boolean;
  /** Which way is better, where that can be said of the figure at all. */
  readonly better?: 'more' | 'less';
  /**
   * Of what has no figure: which promises it keeps, and which it breaks for certain; the others are open. A promise that
   * was kept before and is broken after is a loss, whatever else is gained.
   */
  readonly keeps?: readonly string[];
  readonly breaks?: readonly string[];
}

interface ColourName {
  /** The word of the vocabulary's key `colour`. */
  readonly name: KeyValues['colour'];
  readonly meaning: string;
}

/** A figure by which a picture can be coloured: `colour: cost` in a view. */
export interface Measured extends ColourName {
  /** Nothing where it is not known: such an entity is not coloured. */
  measure(facts: Facts, entity: Entity): { readonly amount: number; readonly text: string } | undefined;
}

/** A name by which the parts of a picture can be told apart: `colour: owner`. */
export interface Classified extends ColourName {
  /** Nothing where it is not known: such an entity is not coloured. */
  classify(facts: Facts, entity: Entity): string | undefined;
  /** Names in the order of the legend; others follow by name. */
  readonly order?: readonly string[];
}

export type Colouring = Measured | Classified;

/** What may become of something when something else fails, the worst first. */
export const effectKinds = ['stops', 'loses', 'divided', 'stale', 'breaks', 'interrupted', 'degraded', 'open'] as const;
export type EffectKind = (typeof effectKinds)[number];

/** What becomes of an entity in a situation, as far as it is other than usual. */
export interface Effect {
  /**
   * `stops`: does not answer until the fault is repaired. `loses`: may lose acknowledged writes. `divided`: answers on
   * one side of a partition and not on another. `stale`: may answer with what is out of date. `breaks`: misses an
   * objective or a need. `interrupted`: answers again by itself. `degraded`: goes on with less. `open`: nobody says.
   */
  readonly kind: EffectKind;
  /** In a few words that can stand in a picture. */
  readonly text: string;
  readonly because?: string;
  /** Milliseconds of an interruption, where its length is known. */
  readonly within?: number;
}

/** A situation in which something fails, and the same model where nothing does. */
export interface Grounds {
  readonly failing: Ground;
  readonly usual: Ground;
}

/** An analysis with what it contributes to hovers and hints, to comparisons, to pictures, and to what follows from failures. */
export interface Contributor {
  /** Kinds of entity that it says something about. */
  readonly on: readonly string[];
  facts(facts: Facts, entity: Entity): readonly Fact[];
  consequences?(facts: Facts, entity: Entity): readonly Consequence[];
  readonly colourings?: readonly Colouring[];
  /** What becomes of the entity when something fails. Pure; asks its grounds, each of which answers by the same facts. */
  readonly effects?: (grounds: Grounds, entity: Entity) => readonly Effect[];
}

export function defineAnalysis<T>(name: string, compute: (facts: Facts, id: Id) => T): Analysis<T> {
  return { name, compute };
}

export function defineWholeAnalysis<T>(name: string, compute: (facts: Facts) => ReadonlyMap<Id, T>): WholeAnalysis<T> {
  return { name, compute };
}

/** Entities with these ids, those that are not known left out. */
export function entitiesOf(facts: ModelReader, ids: readonly Id[]): Entity[] {
  return ids.flatMap((id) => facts.entity(id) ?? []);
}
