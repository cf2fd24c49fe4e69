/**
 * Demand-driven computation over the model: each analysis of each entity is computed at most once for a revision, and
 * is kept for the next unless something that it read changed. The method is that of incremental build systems with
 * dynamic dependencies (Mokhov, Mitchell and Peyton Jones, Build Systems à la Carte, 2018).
 *
 * Reads are noted in cells (model/assemble.ts). Invalidating costs time in what depends on the change, not in the model.
 * A large project has millions of reads: cells and tasks are numbered, so that each name is kept once.
 */
import { cell } from '../model/assemble.ts';
import type { Entity, Model } from '../model/model.ts';
import type { Id } from '../model/symbols.ts';
import type { Analysis, Facts } from './facts.ts';
import type { Stopwatch } from './stopwatch.ts';

/** Stands for the value of what is being computed. */
const UNDER_WAY = Symbol('under way');

type Reads = Set<number>;

export interface Counters {
  /** How often each analysis, by name, was computed. */
  readonly analyses: Map<string, number>;
}

/** Questions have no spaces in their names; ids may. */
const keyOf = (question: string, id: string): string => `${question} ${id}`;

export class Computation {
  readonly counters: Counters = { analyses: new Map() };
  private model: Model;
  private readonly incremental: boolean;
  private readonly stopwatch: Stopwatch | undefined;
  /** What was computed, by question (an analysis, the check) and what it is about. */
  private readonly values = new Map<string, Map<string, unknown>>();
  /** Without notes there is one reader for all. */
  private plainReader: Facts | undefined;
  private readonly names = new Names();
  /** Cell or task to the tasks that read it; most have one. */
  private readonly dependents = new Map<number, number | Set<number>>();
  private readonly reads = new Map<number, readonly number[]>();

  /** @param incremental note what is read, so that `advance` keeps what still holds; a single run needs no notes. */
  constructor(model: Model, incremental: boolean, stopwatch?: Stopwatch) {
    this.model = model;
    this.incremental = incremental;
    this.stopwatch = stopwatch;
  }

  /**
   * Moves to the next revision and forgets what depended on the changed cells.
   * @returns what was forgotten, as question and id with a space between.
   */
  advance(model: Model, changed: ReadonlySet<string>): ReadonlySet<string> {
    this.model = model;
    this.plainReader = undefined;
    const forgotten = new Set<string>();
    const queue = [...changed].flatMap((name) => this.names.known(name) ?? []);
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      const dependents = this.dependents.get(at);
      if (dependents === undefined) continue;
      this.dependents.delete(at);
      for (const task of typeof dependents === 'number' ? [dependents] : dependents) {
        const key = this.names.of(task);
        if (forgotten.has(key)) continue;
        forgotten.add(key);
        queue.push(task);
        this.forget(task, key);
      }
    }
    return forgotten;
  }

  /** Answers `question` about `id` by `compute` and notes what that reads; kept until it changes. */
  run<T>(question: string, id: string, compute: (facts: Facts) => T): T {
    let values = this.values.get(question);
    if (!values) this.values.set(question, (values = new Map<string, unknown>()));
    const existing = values.get(id);
    if (existing === UNDER_WAY) throw new Error(`The analysis ${question} of ${id} depends on itself.`);
    if (existing !== undefined || values.has(id)) return existing as T;
    values.set(id, UNDER_WAY);
    const reads: Reads | undefined = this.incremental ? new Set() : undefined;
    try {
      const value = compute(reads ? this.reader(reads) : (this.plainReader ??= this.reader(undefined)));
      values.set(id, value);
      if (reads) this.record(keyOf(question, id), reads);
      return value;
    } catch (error) {
      values.delete(id);
      // What asked for it has to ask again once what it read is other.
      if (reads) this.record(keyOf(question, id), reads);
      throw error;
    }
  }

  private record(key: string, reads: Reads): void {
    const task = this.names.number(key);
    this.reads.set(task, [...reads]);
    for (const read of reads) {
      const dependents = this.dependents.get(read);
      if (dependents === undefined) this.dependents.set(read, task);
      else if (typeof dependents !== 'number') dependents.add(task);
      else if (dependents !== task) this.dependents.set(read, new Set([dependents, task]));
    }
  }

  private forget(task: number, key: string): void {
    const space = key.indexOf(' ');
    this.values.get(key.slice(0, space))?.delete(key.slice(space + 1));
    for (const read of this.reads.get(task) ?? []) {
      const dependents = this.dependents.get(read);
      if (dependents === task) this.dependents.delete(read);
      else if (typeof dependents === 'object') dependents.delete(task);
    }
    this.reads.delete(task);
  }

  private reader(reads: Reads | undefined): Facts {
    const note = (read: string): void => {
      reads?.add(this.names.number(read));
    };
    const { model } = this;
    return {
      entity: (id: Id): Entity | undefined => {
        if (reads) note(cell.entity(id));
        return model.entity(id);
      },
      ofKind: (kind) => {
        if (reads) note(cell.kind(kind));
        return model.ofKind(kind);
      },
      childrenOf: (id) => {
        if (reads) note(cell.children(id));
        return model.childrenOf(id);
      },
      flowsFrom: (id) => {
        if (reads) note(cell.from(id));
        return model.flowsFrom(id);
      },
      flowsTo: (id) => {
        if (reads) note(cell.to(id));
        return model.flowsTo(id);
      },
      of: <T>(analysis: Analysis<T>, id: Id): T => {
        if (reads) note(keyOf(analysis.name, id));
        return this.run(analysis.name, id, (facts) => {
          const { analyses } = this.counters;
          analyses.set(analysis.name, (analyses.get(analysis.name) ?? 0) + 1);
          const { stopwatch } = this;
          if (!stopwatch) return analysis.compute(facts, id);
          return stopwatch.time('analysis', analysis.name, () => analysis.compute(facts, id));
        });
      },
    };
  }
}

/** Numbers for names, given in the order in which they are first asked for, and never given again. */
class Names {
  private readonly numbers = new Map<string, number>();
  private readonly list: string[] = [];

  number(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const number = this.list.push(name) - 1;
    this.numbers.set(name, number);
    return number;
  }

  known(name: string): number | undefined {
    return this.numbers.get(name);
  }

  of(number: number): string {
    return this.list[number] ?? '';
  }
}
