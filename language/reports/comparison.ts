/**
 * The options of a decision side by side: what follows from each, by every analysis that has something to tell, beside
 * what follows from the model as it is. Plain data, for hovers, pages and pictures.
 *
 * O(entities × options) questions, of which those that an option does not reach are answered already. In steps, so that
 * it can be given up.
 */
import type { Finding, Severity } from '../model/finding.ts';
import { label, written } from '../model/model.ts';
import type { Entity, Model } from '../model/model.ts';
import { patchOf } from '../model/overlay.ts';
import type { Id } from '../model/symbols.ts';
import type { Project } from '../project/project.ts';
import { figuresOf, keyOf } from './consequences.ts';
import type { Asked, Figure } from './consequences.ts';

export interface Comparison {
  readonly decision: Id;
  readonly name: string;
  readonly title: string | undefined;
  readonly options: readonly ComparedOption[];
  /** Those that differ between columns first, each group in the order of analyses and names. */
  readonly rows: readonly ComparedRow[];
  /** Options and rows beyond the bounds, which are not in here. */
  readonly omitted: { readonly options: number; readonly rows: number };
}

export interface ComparedOption {
  readonly id: Id;
  readonly name: string;
  readonly title: string | undefined;
  readonly isChosen: boolean;
  /** Whether the model is already as this option would have it. */
  readonly isModel: boolean;
  /** What it changes, adds and takes out. */
  readonly changes: readonly {
    readonly entity: Id;
    readonly name: string;
    readonly how: 'changed' | 'added' | 'removed';
  }[];
  readonly findings: {
    /** Against the model as it is. */
    readonly gained: readonly ComparedFinding[];
    readonly lost: readonly ComparedFinding[];
    readonly total: Readonly<Record<Severity, number>>;
  };
}

export interface ComparedFinding {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly subject: Id | undefined;
  readonly message: string;
}

export interface ComparedRow {
  /** The registered name of the analysis that the figures come from. */
  readonly analysis: string;
  readonly entity: Id;
  readonly label: string;
  readonly kind: string;
  readonly measure: string;
  readonly unit: string | undefined;
  readonly better: 'more' | 'less' | undefined;
  /** In the model as it is; undefined where there is no such figure. */
  readonly now: ComparedCell | undefined;
  /** One for each option, in their order. */
  readonly cells: readonly (ComparedCell | undefined)[];
  readonly differs: boolean;
}

export type ComparedCell = Pick<Figure, 'value' | 'amount' | 'atLeast' | 'keeps' | 'breaks'>;

/** More cannot be read side by side. */
const MOST_OPTIONS = 12;
const MOST_ROWS = 500;

/** Compares to the end. Undefined: there is no such decision. */
export function compare(project: Project, decision: Id): Comparison | undefined {
  const steps = comparing(project, decision);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Compares in steps; between two of them it can be given up. To be given up where a document changes. */
export function* comparing(project: Project, decision: Id): Generator<undefined, Comparison | undefined> {
  const { model } = project;
  const entity = model.entity(decision);
  if (entity?.kind !== 'decision') return undefined;
  const all = optionsOf(project, decision);
  const options = all.slice(0, MOST_OPTIONS);
  const findings = project.entityFindings();
  // What the model itself tells comes first: the options take over what they do not change.
  const figures = yield* allFigures(project, model);
  const compared: {
    readonly option: ComparedOption;
    readonly figures: ReadonlyMap<string, Figure>;
    readonly asked: Asked;
  }[] = [];
  const chosen = written(entity, 'chosen')?.ids[0];
  for (const option of options) {
    const patch = patchOf(model, option);
    yield;
    const variant = project.variant(patch, { entity: option.id });
    const found = variant.findings();
    yield;
    compared.push({
      asked: variant,
      figures: yield* allFigures(variant, variant.model),
      option: {
        id: option.id,
        name: option.name,
        title: option.title,
        isChosen: option.id === chosen,
        isModel: patch.size === 0,
        changes: [...patch].map(([id, after]) => ({
          entity: id,
          name: (after ?? model.entity(id))?.qualified ?? id,
          how: after ? (model.entity(id) ? 'changed' : 'added') : 'removed',
        })),
        findings: differenceOf(findings, found),
      },
    });
  }
  const affected = affectedBy(entity, compared, model);
  const rows = rowsOf(figures, compared, model).filter(({ differs, entity: of }) => differs || affected.has(of));
  return {
    decision,
    name: entity.qualified,
    title: entity.title,
    options: compared.map(({ option }) => option),
    rows: [...rows.filter(({ differs }) => differs), ...rows.filter(({ differs }) => !differs)].slice(0, MOST_ROWS),
    omitted: { options: all.length - options.length, rows: Math.max(0, rows.length - MOST_ROWS) },
  };
}

/** The options of a decision, in the order of the text. */
export function optionsOf(project: Project, decision: Id): Entity[] {
  const { model } = project;
  const options = model.childrenOf(decision).flatMap((id) => {
    const option = model.entity(id);
    return option?.kind === 'option' ? [{ option, at: project.locationOf({ entity: id })?.range.start }] : [];
  });
  return options
    .sort((a, b) => (a.at && b.at ? a.at.line - b.at.line || a.at.character - b.at.character : 0))
    .map(({ option }) => option);
}

function* allFigures(asked: Asked, model: Model): Generator<undefined, ReadonlyMap<string, Figure>> {
  const figures = new Map<string, Figure>();
  for (const id of model.entities.keys()) {
    const own = figuresOf(asked, id);
    for (const figure of own) figures.set(keyOf(figure), figure);
    if (own.length > 0) yield;
  }
  return figures;
}

function differenceOf(before: readonly Finding[], after: readonly Finding[]): ComparedOption['findings'] {
  const known = new Set(before.map(({ id }) => id));
  const now = new Set(after.map(({ id }) => id));
  const total = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of after) total[severity]++;
  const isOfDecisions = ({ rule }: Finding): boolean => rule.startsWith('decisions/');
  return {
    gained: after.filter((finding) => !known.has(finding.id) && !isOfDecisions(finding)).map(briefly),
    lost: before.filter((finding) => !now.has(finding.id) && !isOfDecisions(finding)).map(briefly),
    total,
  };
}

const briefly = ({ id, rule, severity, subject, message }: Finding): ComparedFinding => ({
  id,
  rule,
  severity,
  subject,
  message,
});

/** What the decision says that it is about, what its options change, and the flows to and from that. */
function affectedBy(
  decision: Entity,
  compared: readonly { readonly option: ComparedOption }[],
  model: Model,
): ReadonlySet<Id> {
  const said = (written(decision, 'affects') ?? []).flatMap(({ ids }) => ids);
  const changed = compared.flatMap(({ option }) => option.changes.map(({ entity }) => entity));
  const affected = new Set([...said, ...changed]);
  for (const id of [...affected]) for (const flow of [...model.flowsFrom(id), ...model.flowsTo(id)]) affected.add(flow);
  return affected;
}

function rowsOf(
  now: ReadonlyMap<string, Figure>,
  compared: readonly { readonly figures: ReadonlyMap<string, Figure>; readonly asked: Asked }[],
  model: Model,
): ComparedRow[] {
  const keys = new Map<string, Figure>();
  for (const figures of [now, ...compared.map((each) => each.figures)])
    for (const [key, figure] of figures) if (!keys.has(key)) keys.set(key, figure);
  const rows = [...keys].map(([key, { analysis, entity: id, measure, unit, better }]): ComparedRow => {
    const entity = model.entity(id) ?? compared.flatMap(({ asked }) => asked.model.entity(id) ?? [])[0];
    const cells = [now, ...compared.map((each) => each.figures)].map((figures) => cellOf(figures.get(key)));
    const [first, ...others] = cells;
    return {
      analysis,
      entity: id,
      label: entity ? label(entity) : id,
      kind: entity?.kind ?? '',
      measure,
      unit,
      better,
      now: first,
      cells: others,
      differs: others.some((cell) => cell?.value !== first?.value || cell?.amount !== first?.amount),
    };
  });
  const rank = ({ analysis, entity, measure }: ComparedRow): string => `${analysis}\n${entity}\n${measure}`;
  return rows.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

function cellOf(figure: Figure | undefined): ComparedCell | undefined {
  if (!figure) return undefined;
  const { value, amount, atLeast, keeps, breaks } = figure;
  return {
    value,
    ...(amount !== undefined && { amount }),
    ...(atLeast && { atLeast }),
    ...(keeps && { keeps }),
    ...(breaks && { breaks }),
  };
}
