/**
 * One project: texts in, model and findings out, step by step, each repeated only where a change reaches.
 *
 * - `setDocument` parses that document and nothing else, and of it what stands around an edit.
 * - Names: an edit that changes no declared name links no other document again.
 * - The model shares every entity that did not change; analyses and rules run again where they read what did.
 *
 * Everything here equals a full build of the same texts, in any order.
 */
import { Computation } from '../analyses/computation.ts';
import type { Facts } from '../analyses/facts.ts';
import { library, readEntry } from '../library/library.ts';
import type { LibraryEntry } from '../library/library.ts';
import type { Stopwatch } from '../analyses/stopwatch.ts';
import { Assembly } from '../model/assemble.ts';
import { severities } from '../model/finding.ts';
import type { Finding, Fix, Location, RelatedLocation, Severity } from '../model/finding.ts';
import { ANY_NAME } from '../model/linked.ts';
import { link } from '../model/link.ts';
import type { LinkedDocument, Problem } from '../model/linked.ts';
import { enclosing } from '../model/model.ts';
import type { Changes, Entity, Model, Patch } from '../model/model.ts';
import { isLibrary } from '../model/origin.ts';
import { outlineOf } from '../model/outline.ts';
import type { Outline } from '../model/outline.ts';
import { Symbols, lookupOf, qualifiedName } from '../model/symbols.ts';
import type { Id } from '../model/symbols.ts';
import type { Rated } from '../model/threat.ts';
import { catalogue, helpOf, ruleIds } from '../rules/catalogue.ts';
import type { CataloguedRule } from '../rules/catalogue.ts';
import type {
  Place,
  DocumentRule,
  EntityRule,
  Question,
  Suppression,
  SuppressionRule,
  UnansweredRule,
  Unknown,
  Violation,
} from '../rules/rule.ts';
import { rangeOf } from '../syntax/lines.ts';
import { createParser } from '../syntax/parser.ts';
import type { Parser } from '../syntax/parser.ts';
import type { Parsed } from '../syntax/reparse.ts';
import type { Tree } from '../syntax/tree.ts';
import { standardVocabulary } from '../vocabulary/vocabulary.ts';
import type { Vocabulary } from '../vocabulary/vocabulary.ts';
import type { Config, RuleLevel } from './config.ts';
import { Levels } from './levels.ts';
import { Places, removalOf } from './locate.ts';
import { acceptances, commentSuppressions } from './suppressions.ts';

export interface ProjectOptions {
  readonly config: Config;
  /** Address of the project's folder, without a slash at its end: the overrides of the configuration are relative to it. */
  readonly root?: string;
  /** ISO date, for what expires. */
  readonly today: string;
  /** Whether documents will change: notes what depends on what. A single run is faster without. */
  readonly incremental?: boolean;
  /**
   * Which bundled technologies the model holds: all (the default; completion offers them), or those that the documents
   * name, which is faster. What is found is the same.
   */
  readonly library?: 'whole' | 'needed';
  readonly vocabulary?: Vocabulary;
  /** Making one takes longer than reading a file; projects of one process can share it. */
  readonly parser?: Parser;
  /** Measures where the time goes. */
  readonly stopwatch?: Stopwatch | undefined;
  /** Is told of a rule that broke, which then says nothing about that entity; without it the error goes to the caller. */
  readonly onFailure?: (rule: string, entity: Id, error: unknown) => void;
}

/** How often each step ran. */
export interface WorkCounters {
  parsed: number;
  linked: number;
  checked: number;
  readonly analyses: ReadonlyMap<string, number>;
}

/** A project where some entities are other, new or gone. */
export interface Variant {
  readonly model: Model;
  /** How often each analysis was computed for it alone. */
  readonly analyses: ReadonlyMap<string, number>;
  ask<T>(key: string, question: (facts: Facts) => T): T;
  /** What the rules find about entities, as `Project.findings` does. */
  findings(): readonly Finding[];
}

/** A finding, and the entities that an acceptance may name to accept it: what it is about, or what it affects. */
interface Found {
  readonly about: Id | undefined;
  readonly affects: readonly Id[];
  readonly finding: Finding;
}

/** A finding, and what was decided about it. */
export interface Assessed {
  readonly finding: Finding;
  /** Whether it is left out of what is reported. */
  readonly hidden: boolean;
  /** Its `accept` or `mitigation`. */
  readonly treatment: Id | undefined;
  /** Whether that has expired. */
  readonly isPast: boolean;
  readonly reason: string | undefined;
}

/** A located finding, and what it was located by. */
interface Located {
  readonly states: readonly (readonly [entity: Id, state: object])[];
  readonly finding: Finding | undefined;
}

interface Answer {
  readonly questions: readonly Question[];
  readonly violations: readonly Violation[];
}

interface Checked {
  readonly violations: readonly { rule: string; violation: Violation }[];
  readonly unknowns: readonly { rule: string; unknown: Unknown }[];
}

export class Project {
  readonly vocabulary: Vocabulary;
  readonly symbols = new Symbols();
  private readonly options: ProjectOptions;
  private readonly levels: Levels;
  private readonly parser: Parser;
  /** Where documents change: what each was last, so that an edit parses no more than its surroundings. */
  private readonly parsed = new Map<string, Parsed>();
  private readonly trees = new Map<string, Tree>();
  private readonly linked = new Map<string, LinkedDocument>();
  private readonly assembly = new Assembly();
  private readonly computation: Computation;
  private readonly places: Places;
  private readonly locations = new WeakMap<Violation, Located>();
  private readonly answers = new WeakMap<Entity, Map<string, Answer>>();
  private readonly checks = new Map<Id, Checked>();
  private readonly pending = new Map<string, Tree | undefined>();
  /** Bundled technologies that nobody has named so far. */
  private readonly absent: Set<LibraryEntry>;
  private readonly work = { parsed: 0, linked: 0, checked: 0 };
  private readonly entityRules: ReadonlyMap<string, readonly (CataloguedRule & { rule: EntityRule })[]>;

  constructor(options: ProjectOptions) {
    this.options = options;
    this.levels = new Levels(options.config, options.root);
    this.vocabulary = options.vocabulary ?? standardVocabulary;
    this.parser = options.parser ?? createParser();
    this.computation = new Computation(this.assembly.model, options.incremental ?? false, options.stopwatch);
    this.places = new Places(this.documentsOf);
    this.entityRules = this.rulesByKind();
    this.absent = new Set(library);
    if (options.library !== 'needed') this.include([...this.absent]);
  }

  /** Address of the project's folder, where it has one. */
  get root(): string | undefined {
    return this.options.root;
  }

  /** An empty project that is read and checked in the same way. */
  sibling(): Project {
    return new Project({ ...this.options, parser: this.parser });
  }

  setDocument(uri: string, text: string): void {
    this.work.parsed++;
    const tree = this.timed('parsing', () => this.parser.parse(text, this.parsed.get(uri)));
    this.pending.set(uri, tree);
    if (this.options.incremental) this.parsed.set(uri, { text, tree });
  }

  deleteDocument(uri: string): void {
    this.parsed.delete(uri);
    this.pending.set(uri, undefined);
  }

  get model(): Model {
    this.refresh();
    return this.assembly.model;
  }

  get counters(): WorkCounters {
    return { ...this.work, analyses: this.computation.counters.analyses };
  }

  /** URIs of the project's own documents, sorted. */
  documents(): string[] {
    this.refresh();
    return [...this.linked.keys()].filter((uri) => !isLibrary(uri)).sort();
  }

  document(uri: string): LinkedDocument | undefined {
    this.refresh();
    return this.linked.get(uri);
  }

  allDocuments(): Iterable<LinkedDocument> {
    this.refresh();
    return this.linked.values();
  }

  /** The documents that say something about an entity. */
  readonly documentsOf = (id: Id): readonly LinkedDocument[] =>
    (this.assembly.model.entity(id)?.uris ?? []).flatMap((uri) => this.linked.get(uri) ?? []);

  /** Where the text stands that says something about an entity, without what is declared inside. */
  ownText(id: Id): readonly Location[] {
    this.refresh();
    return this.places.ownText(id);
  }

  /** Where a place in the model stands in the text. */
  locationOf(place: Place): Location | undefined {
    this.refresh();
    return this.places.locate(place);
  }

  /** Asks the analyses something outside a rule: for hover, pictures and reports. */
  ask<T>(key: string, question: (facts: Facts) => T): T {
    this.refresh();
    return this.computation.run(QUESTION, key, question);
  }

  summaryOf(): { documents: number; elements: number; flows: number } {
    const { model } = this;
    let elements = 0;
    for (const entity of model.entities.values())
      if (entity.id.startsWith('element:') && !isLibrary(entity.uris[0] ?? '')) elements++;
    return { documents: this.documents().length, elements, flows: model.ofKind('flow').length };
  }

  /** Brings names, links and model up to the texts. */
  refresh(): void {
    while (this.pending.size > 0) this.include(this.looked(this.takeIn()));
  }

  private include(entries: Iterable<LibraryEntry>): void {
    for (const entry of entries) {
      const { uri, tree } = this.timed('library', () => readEntry(entry));
      this.absent.delete(entry);
      this.pending.set(uri, tree);
    }
  }

  /** The absent technologies that a document names in the head of a statement. */
  private named({ declared }: Outline): LibraryEntry[] {
    if (this.absent.size === 0) return [];
    const names = new Set<string>();
    for (const { name, statement } of declared) {
      names.add(name);
      for (const { word, target } of statement.clauses)
        if (word.name === 'is' && target) names.add(target.segments[0]?.name ?? '');
    }
    return [...this.absent].filter((entry) => entry.names.some((name) => names.has(name)));
  }

  /** The absent technologies that one of these documents looked for, and did not find. */
  private looked(documents: readonly LinkedDocument[]): Iterable<LibraryEntry> {
    const found = [...this.absent].filter(({ names }) =>
      names.some((name) => documents.some(({ lookups }) => lookups.has(lookupOf(name, '')))),
    );
    // A name that is not found anywhere is compared with every name there is.
    return found.length === 0 && documents.some(({ lookups }) => lookups.has(ANY_NAME)) ? this.absent : found;
  }

  /** Takes in what is pending, and returns the documents that were linked for it. */
  private takeIn(): readonly LinkedDocument[] {
    const relink = new Set<string>();
    const changed = this.timed('names', () => {
      const outlines = new Map<string, Outline | undefined>();
      for (const [uri, tree] of this.pending) {
        relink.add(uri);
        if (tree) this.trees.set(uri, tree);
        else this.trees.delete(uri);
        const outline = tree && outlineOf(uri, tree, this.vocabulary);
        outlines.set(uri, outline);
        // What is added while the map is walked is walked as well.
        if (outline) this.include(this.named(outline));
      }
      return this.symbols.update(outlines);
    });
    const dropped = [...this.pending.keys()].filter((uri) => !this.trees.has(uri));
    this.pending.clear();
    if (changed.size > 0)
      for (const [uri, document] of this.linked)
        if (document.lookups.has(ANY_NAME) || intersects(document.lookups, changed)) relink.add(uri);
    const updates = new Map<string, LinkedDocument | undefined>();
    const before = new Map<string, LinkedDocument | undefined>();
    for (const uri of dropped) {
      before.set(uri, this.linked.get(uri));
      this.linked.delete(uri);
      updates.set(uri, undefined);
    }
    for (const uri of relink) {
      const outline = this.symbols.outlineOf(uri);
      if (!outline) continue;
      this.work.linked++;
      const linked = this.timed('linking', () => link(outline, this.symbols, this.vocabulary));
      before.set(uri, this.linked.get(uri));
      this.linked.set(uri, linked);
      updates.set(uri, linked);
    }
    for (const [uri, linked] of updates) {
      this.places.forget(before.get(uri)?.contributions.keys() ?? []);
      this.places.forget(linked?.contributions.keys() ?? []);
    }
    const changes: Changes | undefined = this.options.incremental ? new Map() : undefined;
    this.timed('assembling', () => {
      this.assembly.update(updates, changes);
    });
    for (const { question, id } of this.computation.advance(this.assembly.model, changes))
      if (question === CHECK) this.checks.delete(id);
    return [...updates.values()].filter((linked) => linked !== undefined);
  }

  /** Every finding about the model, those suppressed as well, with the acceptance or mitigation that is about it. */
  assessed(): readonly Assessed[] {
    this.refresh();
    this.checkAll();
    return this.suppress([...this.foundAboutEntities(this.checks)], this.assembly.model)
      .assessed.slice()
      .sort((a, b) => inOrder(a.finding, b.finding));
  }

  /** Findings of all rules that apply, those suppressed left out, sorted by document, position and rule. */
  findings(): readonly Finding[] {
    this.refresh();
    return this.timed('collecting findings', () => {
      this.checkAll();
      const ofEntities = this.foundAboutEntities(this.checks);
      const found: Found[] = [...this.documentFindings(), ...ofEntities, ...this.unansweredFindings()];
      const { kept, suppressions } = this.suppress(found, this.assembly.model);
      const all = [...kept, ...this.suppressionFindings(suppressions)];
      return unique(all.sort(inOrder));
    });
  }

  private timed<T>(phase: string, run: () => T): T {
    const { stopwatch } = this.options;
    return stopwatch ? stopwatch.time('phase', phase, run) : run();
  }

  /** What would have to be said for the rules to decide, by entity. */
  unanswered(): ReadonlyMap<Id, readonly { rule: string; key: string; entity: Id }[]> {
    this.refresh();
    this.checkAll();
    const open = new Map<Id, { rule: string; key: string; entity: Id }[]>();
    for (const { unknowns } of this.checks.values())
      for (const { rule, unknown } of unknowns)
        for (const { entity, key } of unknown.missing) {
          if (this.isOffFor(rule, entity)) continue;
          const list = open.get(entity);
          if (list) list.push({ rule, key, entity });
          else open.set(entity, [{ rule, key, entity }]);
        }
    return open;
  }

  private level(entry: CataloguedRule, uri: string): RuleLevel {
    return this.levels.of(entry, uri);
  }

  /** Whether a rule does not apply in the file that declares an entity: nobody waits for an answer there. */
  private isOffFor(rule: string, id: Id): boolean {
    const entry = catalogueById.get(rule);
    const uri = this.assembly.model.entity(id)?.uris[0];
    return entry !== undefined && uri !== undefined && this.level(entry, uri) === 'off';
  }

  private rulesByKind(): Map<string, (CataloguedRule & { rule: EntityRule })[]> {
    const byKind = new Map<string, (CataloguedRule & { rule: EntityRule })[]>();
    for (const entry of catalogue) {
      const { rule } = entry;
      if (
        rule.on === 'document' ||
        rule.on === 'suppressions' ||
        rule.on === 'unanswered' ||
        !this.levels.appliesSomewhere(entry)
      )
        continue;
      for (const kind of rule.on) {
        const list = byKind.get(kind) ?? [];
        list.push({ ...entry, rule });
        byKind.set(kind, list);
      }
    }
    return byKind;
  }

  private checkAll(): void {
    this.checkEach(this.assembly.model, this.computation, this.checks);
  }

  private checkEach(model: Model, computation: Computation, checks: Map<Id, Checked>): void {
    for (const [kind, rules] of this.entityRules)
      for (const id of model.ofKind(kind)) {
        const entity = model.entity(id);
        if (!entity || checks.has(id) || isLibrary(entity.uris[0] ?? '')) continue;
        const check = (facts: Facts): Checked => {
          this.work.checked++;
          return checkEntity(facts, id, rules, this.options);
        };
        checks.set(id, computation.run(CHECK, id, check));
      }
  }

  /** What the rules find about entities, as a variant's findings: to be compared with those. */
  entityFindings(): readonly Finding[] {
    this.refresh();
    this.checkAll();
    return this.shown(this.foundAboutEntities(this.checks), this.assembly.model);
  }

  private shown(found: Iterable<Found>, model: Model): readonly Finding[] {
    return unique(this.suppress([...found], model).kept.sort(inOrder));
  }

  /**
   * The project where some entities are other, new or gone: what the differences do not reach is shared with it. To be
   * asked before a document changes again.
   * @param at where findings are shown about what stands in no text.
   */
  variant(patch: Patch, at: Place): Variant {
    this.refresh();
    const { model, changes } = this.assembly.model.with(patch);
    const computation = this.computation.variant(model, changes);
    return {
      model,
      analyses: computation.counters.analyses,
      ask: (key, question) => computation.run(QUESTION, key, question),
      findings: () => {
        const checks = new Map<Id, Checked>();
        this.checkEach(model, computation, checks);
        return this.shown(this.foundAboutEntities(checks, at), model);
      },
    };
  }

  private *foundAboutEntities(checks: ReadonlyMap<Id, Checked>, otherwise?: Place): Iterable<Found> {
    const said = new Map<string, Set<Id>>();
    const shown: { entry: CataloguedRule; id: Id; affects: readonly Id[]; finding: Finding }[] = [];
    for (const [id, { violations }] of checks)
      for (const { rule, violation } of violations) {
        const entry = catalogueById.get(rule);
        const finding = entry && this.located(entry, id, violation, otherwise);
        if (!finding) continue;
        const { affects = [] } = violation;
        shown.push({ entry, id, affects, finding });
        const ids = said.get(rule) ?? new Set();
        said.set(rule, ids);
        for (const about of [id, ...affects]) ids.add(about);
      }
    for (const { entry, id, affects, finding } of shown)
      if (!entry.rule.subsumedBy?.some((broader) => said.get(broader)?.has(id))) yield { about: id, affects, finding };
  }

  private *unansweredFindings(): Iterable<Found> {
    const rules = catalogue.flatMap((entry) => {
      const { rule } = entry;
      return rule.on === 'unanswered' && this.levels.appliesSomewhere(entry) ? [{ entry, rule }] : [];
    });
    if (rules.length === 0) return;
    for (const [id, questions] of this.unanswered()) {
      const entity = this.assembly.model.entity(id);
      if (!entity) continue;
      for (const { entry, rule } of rules)
        for (const violation of this.asked(entry.id, rule, entity, questions)) {
          const finding = this.located(entry, id, violation);
          if (finding) yield { about: id, affects: [], finding };
        }
    }
  }

  /** What a rule says about the same questions is the same. */
  private asked(
    rule: string,
    definition: UnansweredRule,
    entity: Entity,
    questions: readonly Question[],
  ): readonly Violation[] {
    const known = this.answers.get(entity)?.get(rule);
    if (known && sameQuestions(known.questions, questions)) return known.violations;
    const violations = [...definition.check(entity, questions)];
    if (!this.options.incremental) return violations;
    const answers = this.answers.get(entity) ?? new Map<string, Answer>();
    this.answers.set(entity, answers.set(rule, { questions, violations }));
    return violations;
  }

  /** A finding is located once, and again only when something that it points at moved. */
  private located(entry: CataloguedRule, id: Id, violation: Violation, otherwise?: Place): Finding | undefined {
    const known = this.locations.get(violation);
    if (known?.states.every(([entity, state]) => this.places.stateOf(entity) === state)) return known.finding;
    const finding = this.locateAnew(entry, id, violation, otherwise);
    if (this.options.incremental) {
      const states = pointsAt(violation).map((entity) => [entity, this.places.stateOf(entity)] as const);
      this.locations.set(violation, { states, finding });
    }
    return finding;
  }

  private locateAnew(entry: CataloguedRule, id: Id, violation: Violation, otherwise?: Place): Finding | undefined {
    const rule = entry.id;
    const location = this.places.locate(violation.at) ?? (otherwise && this.places.locate(otherwise));
    if (!location || isLibrary(location.uri)) return undefined;
    const level = this.level(entry, location.uri);
    if (level === 'off') return undefined;
    const severity = capped(level, violation.rated);
    const related: RelatedLocation[] = (violation.related ?? []).flatMap(({ at, message }) => {
      const where = this.places.locate(at);
      return where ? [{ ...where, message }] : [];
    });
    const fixes: Fix[] = (violation.fixes ?? []).flatMap(({ title, safe, edits }) => {
      const text = this.places.edits(edits);
      return text ? [{ title, safe: safe === true && !text.some(({ uri }) => this.isBroken(uri)), edits: text }] : [];
    });
    const aspect = violation.aspect === undefined ? '' : `#${violation.aspect}`;
    return {
      id: `${rule}@${qualifiedName(id)}${aspect}`,
      rule,
      severity,
      subject: id,
      message: violation.message,
      ...location,
      related,
      fixes,
      help: helpOf(rule),
      ...(violation.breaks && { breaks: violation.breaks }),
      ...(violation.rated &&
        entry.threat && { threat: { ...entry.threat, ...violation.rated, affects: violation.affects ?? [] } }),
    };
  }

  /** Where braces and quotes are out of order, indentation decides what is read: no edit is sure to keep the meaning. */
  private isBroken(uri: string): boolean {
    return this.linked.get(uri)?.outline.tree.problems.length !== 0;
  }

  private *documentFindings(): Iterable<Found> {
    for (const entry of catalogue) {
      if (entry.rule.on !== 'document') continue;
      const rule: DocumentRule = entry.rule;
      for (const document of this.linked.values()) {
        if (isLibrary(document.uri)) continue;
        const severity = this.level(entry, document.uri);
        if (severity === 'off') continue;
        for (const problem of rule.check(document))
          yield { about: undefined, affects: [], finding: this.problemFinding(entry.id, severity, document, problem) };
      }
    }
  }

  private problemFinding(
    rule: string,
    severity: Severity,
    document: LinkedDocument,
    problem: Omit<Problem, 'code'>,
  ): Finding {
    const { lineStarts } = document.outline.tree;
    const { uri } = document;
    return {
      id: `${rule}@${problem.about}`,
      rule,
      severity,
      message: problem.message,
      uri,
      range: rangeOf(lineStarts, problem),
      related: (problem.related ?? []).flatMap(({ id, message }) => {
        const where = this.places.locate({ entity: id });
        return where ? [{ ...where, message }] : [];
      }),
      fixes: problem.repairs.map(({ title, safe, text, start, end }) => ({
        title,
        safe: safe === true && !this.isBroken(uri),
        edits: [{ uri, range: rangeOf(lineStarts, { start, end }), newText: text }],
      })),
      help: helpOf(rule),
      ...(problem.unnecessary && { unnecessary: true }),
    };
  }

  private suppress(
    findings: readonly Found[],
    model: Model,
  ): {
    kept: Finding[];
    suppressions: Suppression[];
    assessed: Assessed[];
  } {
    const comments = [...this.linked.values()]
      .filter((document) => !isLibrary(document.uri) && document.outline.tree.comments.length > 0)
      .flatMap((document) => commentSuppressions(document.outline.tree).map((s) => ({ ...s, document, used: false })));
    const accepted = acceptances(model).map((a) => ({ ...a, used: false }));
    const byLine = new Map(
      comments.map((comment) => [`${comment.document.uri} ${String(comment.line)} ${comment.rule}`, comment]),
    );
    const kept: Finding[] = [];
    const assessed: Assessed[] = [];
    for (const { about, affects, finding } of findings) {
      const comment = byLine.get(`${finding.uri} ${String(finding.range.start.line)} ${finding.rule}`);
      const acceptance =
        about === undefined
          ? undefined
          : accepted.find(
              ({ rule, on }) =>
                rule === finding.rule &&
                (covers(model, on, about) || (affects.length > 0 && affects.every((id) => covers(model, on, id)))),
            );
      if (comment) comment.used = true;
      if (acceptance) acceptance.used = true;
      const hidden =
        comment !== undefined || (acceptance?.hides === true && !isPast(acceptance.until, this.options.today));
      if (!hidden) kept.push(finding);
      assessed.push({
        finding,
        hidden,
        treatment: acceptance?.id,
        isPast: acceptance !== undefined && isPast(acceptance.until, this.options.today),
        reason: acceptance?.reason ?? comment?.reason,
      });
    }
    return {
      kept,
      assessed,
      suppressions: [
        ...comments.map(({ rule, reason, used, document, where, name, removal }): Suppression => ({
          type: 'comment',
          rule,
          reason,
          used,
          until: undefined,
          where: { uri: document.uri, ...where },
          name,
          covers: 'something',
          about: rule,
          removal: { title: 'Remove the comment', safe: true, text: '', ...removal },
        })),
        ...accepted.flatMap((acceptance): Suppression[] => {
          const contribution = this.documentsOf(acceptance.id).flatMap((document) =>
            (document.contributions.get(acceptance.id) ?? []).map((c) => ({
              document,
              statement: c.declared.statement,
            })),
          )[0];
          if (!contribution) return [];
          const { document, statement } = contribution;
          const { start, end } = statement.name ?? statement;
          const said = statement.clauses.some((clause) => clause.word.name === 'on');
          return [
            {
              type: 'accept',
              name: { start, end },
              covers: acceptance.on !== undefined ? 'something' : said ? 'unresolved' : 'nothing',
              rule: acceptance.rule,
              reason: acceptance.reason,
              used: acceptance.used,
              until: acceptance.until,
              where: { uri: document.uri, start, end },
              about: qualifiedName(acceptance.id),
              removal: {
                title: 'Remove the acceptance',
                safe: true,
                text: '',
                ...removalOf(document.outline.tree, statement),
              },
            },
          ];
        }),
      ],
    };
  }

  private *suppressionFindings(suppressions: readonly Suppression[]): Iterable<Finding> {
    for (const entry of catalogue) {
      if (entry.rule.on !== 'suppressions') continue;
      const rule: SuppressionRule = entry.rule;
      for (const suppression of suppressions) {
        const document = this.linked.get(suppression.where.uri);
        const severity = document ? this.level(entry, document.uri) : 'off';
        if (!document || severity === 'off') continue;
        const context = {
          today: this.options.today,
          ruleIds,
          isOff: (id: string) => this.isOffWhere(id, suppression),
        };
        for (const problem of rule.check(suppression, context))
          yield this.problemFinding(entry.id, severity, document, problem);
      }
    }
  }

  /** Whether what a suppression hides may be switched off: a comment hides in its own file, an acceptance anywhere. */
  private isOffWhere(rule: string, { type, where }: Suppression): boolean {
    const entry = catalogueById.get(rule);
    if (!entry) return false;
    return type === 'comment' ? this.level(entry, where.uri) === 'off' : this.levels.isOffSomewhere(entry);
  }
}

/** An acceptance covers what it names and everything inside. */
function covers(model: Model, on: Id | undefined, about: Id): boolean {
  const entity = model.entity(about);
  if (on === undefined || !entity) return false;
  for (const outer of enclosing(model, entity)) if (outer.id === on) return true;
  return false;
}

/** What the computation is asked, besides analyses, whose names hold no such sign. */
const CHECK = '#check';
const QUESTION = '#question';
const catalogueById = new Map(catalogue.map((entry) => [entry.id, entry]));

function checkEntity(
  facts: Facts,
  id: Id,
  rules: readonly (CataloguedRule & { rule: EntityRule })[],
  { onFailure, stopwatch, today }: ProjectOptions,
): Checked {
  const entity: Entity | undefined = facts.entity(id);
  if (!entity) return NOTHING;
  let violations: { rule: string; violation: Violation }[] | undefined;
  let unknowns: { rule: string; unknown: Unknown }[] | undefined;
  const judge = ({ id: rule, rule: definition }: (typeof rules)[number]): void => {
    for (const verdict of definition.check(entity, facts, { today })) {
      if (verdict.verdict === 'violates') (violations ??= []).push({ rule, violation: verdict });
      else if (verdict.verdict === 'unknown') (unknowns ??= []).push({ rule, unknown: verdict });
    }
  };
  for (const rule of rules)
    try {
      if (stopwatch)
        stopwatch.time('rule', rule.id, () => {
          judge(rule);
        });
      else judge(rule);
    } catch (error) {
      if (!onFailure) throw error;
      onFailure(rule.id, id, error);
    }
  return violations || unknowns ? { violations: violations ?? [], unknowns: unknowns ?? [] } : NOTHING;
}

/** The entities that a violation points at, or whose text it would edit. */
function pointsAt({ at, related = [], fixes = [] }: Violation): Id[] {
  const ids = [at.entity, ...related.map((place) => place.at.entity)];
  for (const { edits } of fixes) for (const edit of edits) ids.push(edit.type === 'set' ? edit.entity : edit.at.entity);
  return ids;
}

function sameQuestions(a: readonly Question[], b: readonly Question[]): boolean {
  return (
    a.length === b.length &&
    a.every((question, i) => {
      const other = b[i];
      return other?.rule === question.rule && other.key === question.key;
    })
  );
}

const NOTHING: Checked = { violations: [], unknowns: [] };

const inOrder = (a: Finding, b: Finding): number =>
  compare(a.uri, b.uri) ||
  a.range.start.line - b.range.start.line ||
  a.range.start.character - b.range.start.character ||
  compare(a.rule, b.rule) ||
  compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const isPast = (until: string | undefined, today: string): boolean => until !== undefined && until < today;

function intersects(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const item of small) if (large.has(item)) return true;
  return false;
}

/** Two findings of one rule about one thing are told apart by a number, so that an id names one finding. */
function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const count = (seen.get(finding.id) ?? 0) + 1;
    seen.set(finding.id, count);
    return count === 1 ? finding : { ...finding, id: `${finding.id}~${String(count)}` };
  });
}

/** A threat is an error only where it is high and certain; the rule's level is the most that it can be. */
function capped(level: Severity, rated: Rated | undefined): Severity {
  if (!rated) return level;
  const own: Severity =
    rated.rating === 'low' ? 'info' : rated.rating === 'medium' || rated.assumed ? 'warning' : 'error';
  return severities.indexOf(own) > severities.indexOf(level) ? own : level;
}
