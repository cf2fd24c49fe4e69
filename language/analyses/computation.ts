/**
 * Demand-driven computation over the model: each analysis of each entity is computed at most once for a revision, and
 * is kept for the next unless something that it read changed. The method is that of incremental build systems with
 * dynamic dependencies (Mokhov, Mitchell and Peyton Jones, Build Systems à la Carte, 2018).
 *
 * Reads are noted in cells (model/assemble.ts). Invalidating costs time in what depends on the change, not in the model.
 * A large project has millions of reads: cells and tasks are numbered, so that each name is kept once.
 */
import type { Cell, Changes, Entity, Model } from '../model/model.ts';
import { MultiMap } from '../model/multi-map.ts';
import type { Id } from '../model/symbols.ts';
import { equal } from '../model/equal.ts';
import type { Analysis, Facts, WholeAnalysis } from './facts.ts';
import type { Stopwatch } from './stopwatch.ts';

/** Stands for the value of what is being computed. */
const UNDER_WAY = Symbol('under way');

export interface Counters {
  /** How often each analysis, by name, was computed. */
  readonly analyses: Map<string, number>;
}

/** Something that was computed: the answer to a question (an analysis, the check) about an entity. */
export interface Task {
  readonly question: string;
  readonly id: string;
}

interface Basis {
  readonly computation: Computation;
  readonly changed: Readonly<Changes>;
  /** What the changes reach there, by question; as of when it was as old as `age`. */
  readonly reached: Map<string, Set<string>>;
  age: number;
}

/** Cells and questions share one numbering: no analysis is called so. */
const CELLS: Readonly<Record<Cell, string>> = {
  entity: '#entity',
  kind: '#kind',
  children: '#children',
  from: '#from',
  to: '#to',
};

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
  /**
   * Cell or task to the tasks that read it, or did in an earlier revision: such a one is computed once more than needed
   * when the cell changes, which costs less than keeping what every task reads.
   */
  private readonly dependents = new MultiMap<number, number>();
  /** Those that look at the whole model and were asked, by name. */
  private readonly whole = new Map<string, WholeAnalysis<unknown>>();
  /** How often something was computed here or forgotten: what is known of dependents is as new as this. */
  private age = 0;
  private readonly basis: Basis | undefined;

  /**
   * @param incremental note what is read, so that `advance` keeps what still holds; a single run needs no notes.
   * @param basis what was computed for another model, and where this one differs: the rest is taken over.
   */
  constructor(model: Model, incremental: boolean, stopwatch?: Stopwatch, basis?: Omit<Basis, 'reached' | 'age'>) {
    this.model = model;
    this.incremental = incremental;
    this.stopwatch = stopwatch;
    this.basis = basis && { ...basis, reached: new Map(), age: -1 };
  }

  /**
   * The same computation over a model that differs in some cells: what did not read them is shared. It must not be asked any more once this one advances.
   */
  variant(model: Model, changed: Readonly<Changes>): Computation {
    // Without notes nobody knows what the differences reach.
    const basis = this.incremental ? { computation: this, changed } : undefined;
    return new Computation(model, false, this.stopwatch, basis);
  }

  /**
   * Moves to the next revision and forgets what depended on the changed cells.
   * @returns what was forgotten.
   */
  advance(model: Model, changed: Readonly<Changes> | undefined): Iterable<Task> {
    this.model = model;
    this.plainReader = undefined;
    this.age++;
    const forgotten = new Map<number, Task>();
    let from = this.cellsOf(changed);
    // What looks at the whole model is computed again, and only what it finds otherwise than before is followed.
    while (from.length > 0) {
      const reached = this.dependentsOf(
        from,
        (at) => this.dependents.take(at),
        (task) => this.whole.has(task.question),
      );
      const before = new Map<WholeAnalysis<unknown>, ReadonlyMap<Id, unknown>>();
      for (const [number, task] of reached) {
        const analysis = this.whole.get(task.question);
        const value = analysis && this.values.get(task.question)?.get(task.id);
        if (analysis && value) before.set(analysis, value as ReadonlyMap<Id, unknown>);
        forgotten.set(number, task);
        this.forget(number);
      }
      from = [...before].flatMap(([analysis, value]) => this.changedParts(analysis, value));
    }
    return forgotten.values();
  }

  /** What an analysis of the whole model finds otherwise than it did. */
  private changedParts(analysis: WholeAnalysis<unknown>, before: ReadonlyMap<Id, unknown>): number[] {
    let after: ReadonlyMap<Id, unknown>;
    try {
      after = this.askWhole(analysis);
    } catch {
      // Who asks next is told why.
      return this.names.all(partOf(analysis.name));
    }
    const ids = new Set([...before.keys(), ...after.keys()]);
    return [...ids]
      .filter((id) => !equal(before.get(id), after.get(id)))
      .flatMap((id) => this.names.known(partOf(analysis.name), id));
  }

  private askWhole<T>(analysis: WholeAnalysis<T>): ReadonlyMap<Id, T> {
    this.whole.set(analysis.name, analysis);
    return this.run(analysis.name, WHOLE, (facts) => this.counted(analysis.name, () => analysis.compute(facts)));
  }

  private counted<T>(name: string, compute: () => T): T {
    const { analyses } = this.counters;
    analyses.set(name, (analyses.get(name) ?? 0) + 1);
    return this.stopwatch ? this.stopwatch.time('analysis', name, compute) : compute();
  }

  private cellsOf(changed: Readonly<Changes> | undefined): number[] {
    return [...(changed ?? [])].flatMap(([name, ids]) => [...ids].flatMap((id) => this.names.known(CELLS[name], id)));
  }

  /** Everything that was computed from these, directly or not; `stopsAt` says of what its own readers are left out. */
  private dependentsOf(
    from: readonly number[],
    readersOf: (at: number) => Iterable<number>,
    stopsAt: (task: Task) => boolean,
  ): Map<number, Task> {
    const found = new Map<number, Task>();
    const queue = [...from];
    for (let at = queue.pop(); at !== undefined; at = queue.pop())
      for (const task of readersOf(at)) {
        if (found.has(task)) continue;
        const named = this.names.of(task);
        found.set(task, named);
        if (!stopsAt(named))
          queue.push(task, ...(this.whole.has(named.question) ? this.names.all(partOf(named.question)) : []));
      }
    return found;
  }

  /** Answers `question` about `id` by `compute` and notes what that reads; kept until it changes. */
  run<T>(question: string, id: string, compute: (facts: Facts) => T): T {
    let values = this.values.get(question);
    if (!values) this.values.set(question, (values = new Map<string, unknown>()));
    const existing = values.get(id);
    if (existing === UNDER_WAY) throw new Error(`The analysis ${question} of ${id} depends on itself.`);
    if (existing !== undefined || values.has(id)) return existing as T;
    if (this.isShared(question, id)) return this.basis?.computation.values.get(question)?.get(id) as T;
    this.age++;
    values.set(id, UNDER_WAY);
    try {
      // What it reads is noted even if it throws: what asked for it has to ask again once that is other.
      const value = compute(this.readerFor(question, id));
      values.set(id, value);
      return value;
    } catch (error) {
      values.delete(id);
      throw error;
    }
  }

  /** Whether the basis has an answer that the differences do not reach. */
  private isShared(question: string, id: string): boolean {
    const { basis } = this;
    const known = basis?.computation.values.get(question);
    if (!basis || !known?.has(id) || known.get(id) === UNDER_WAY) return false;
    if (basis.age !== basis.computation.age) {
      basis.reached.clear();
      const { dependents } = basis.computation;
      for (const { question: reached, id: of } of basis.computation
        .dependentsOf(
          basis.computation.cellsOf(basis.changed),
          (at) => dependents.get(at),
          () => false,
        )
        .values()) {
        const ids = basis.reached.get(reached);
        if (ids) ids.add(of);
        else basis.reached.set(reached, new Set([of]));
      }
      basis.age = basis.computation.age;
    }
    return basis.reached.get(question)?.has(id) !== true;
  }

  private readerFor(question: string, id: string): Facts {
    if (this.incremental) return this.reader(this.names.number(question, id));
    return (this.plainReader ??= this.reader(undefined));
  }

  private forget(task: number): void {
    const { question, id } = this.names.of(task);
    this.values.get(question)?.delete(id);
  }

  private reader(task: number | undefined): Facts {
    const note = (question: string, id: string): void => {
      if (task !== undefined) this.dependents.add(this.names.number(question, id), task);
    };
    const { model } = this;
    return {
      entity: (id: Id): Entity | undefined => {
        note(CELLS.entity, id);
        return model.entity(id);
      },
      ofKind: (kind) => {
        note(CELLS.kind, kind);
        return model.ofKind(kind);
      },
      childrenOf: (id) => {
        note(CELLS.children, id);
        return model.childrenOf(id);
      },
      flowsFrom: (id) => {
        note(CELLS.from, id);
        return model.flowsFrom(id);
      },
      flowsTo: (id) => {
        note(CELLS.to, id);
        return model.flowsTo(id);
      },
      of: <T>(analysis: Analysis<T>, id: Id): T => {
        note(analysis.name, id);
        return this.run(analysis.name, id, (facts) => this.counted(analysis.name, () => analysis.compute(facts, id)));
      },
      at: <T>(analysis: WholeAnalysis<T>, id: Id): T | undefined => {
        note(partOf(analysis.name), id);
        return this.askWhole(analysis).get(id);
      },
    };
  }
}

/** What an analysis of the whole model is about; and the name of a part of its answer, which no analysis has. */
const WHOLE = '';
const partOf = (name: string): string => `${name}#`;

/** Numbers for names of two parts, given in the order in which they are first asked for, and never given again. */
class Names {
  private readonly numbers = new Map<string, Map<string, number>>();
  private readonly questions: string[] = [];
  private readonly ids: string[] = [];

  number(question: string, id: string): number {
    let ofQuestion = this.numbers.get(question);
    if (!ofQuestion) this.numbers.set(question, (ofQuestion = new Map<string, number>()));
    const known = ofQuestion.get(id);
    if (known !== undefined) return known;
    const number = this.ids.push(id) - 1;
    this.questions.push(question);
    ofQuestion.set(id, number);
    return number;
  }

  /** The number, if there is one. */
  known(question: string, id: string): number[] {
    const number = this.numbers.get(question)?.get(id);
    return number === undefined ? [] : [number];
  }

  /** Those of a question. */
  all(question: string): number[] {
    return [...(this.numbers.get(question)?.values() ?? [])];
  }

  of(number: number): Task {
    return { question: this.questions[number] ?? '', id: this.ids[number] ?? '' };
  }
}
