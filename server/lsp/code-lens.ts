/**
 * Above a declaration: how often it is named, what was found about it, and what a decision says of itself. The places
 * are found at once; what stands there is worked out when the editor shows it.
 */
import type { CodeLens, Command, Position } from 'vscode-languageserver';
import { gap } from '../../language/analyses/decisions/decisions.ts';
import type { Finding } from '../../language/model/finding.ts';
import { written } from '../../language/model/model.ts';
import type { Entity } from '../../language/model/model.ts';
import type { Id } from '../../language/model/symbols.ts';
import { qualifiedName } from '../../language/model/symbols.ts';
import { answersOf, tallyOf } from '../../language/reports/scenarios.ts';
import { explainCommand } from './code-actions.ts';
import type { ShowReferences } from '../protocol.ts';
import { codeLensKinds } from './settings.ts';
import type { CodeLensKind, Settings } from './settings.ts';
import { contributionOf } from './subject.ts';
import { isNamed, usesOf } from './uses.ts';
import { isLibrary } from './uris.ts';
import { locationIn, pageOf, rangeIn } from './view.ts';
import type { View } from './view.ts';

/** Shows places in the text; the client brings it. */
export const showReferencesCommand = 'faultline.showReferences';

/** What a lens carries from the first answer to the second. */
export interface LensData {
  readonly uri: string;
  readonly id: Id;
  readonly kind: CodeLensKind;
}

export function codeLenses(view: View, uri: string, { codeLens: shown }: Settings): CodeLens[] {
  const page = pageOf(view, uri);
  if (!page || isLibrary(uri)) return [];
  const { document } = page;
  const about = shown.findings ? new Set(view.findings().map(({ subject }) => subject)) : new Set<Id>();
  return document.outline.declared.flatMap((declared) => {
    const { statement, overlay } = declared;
    const contribution = overlay ? undefined : contributionOf(document, declared);
    if (!contribution?.declares || !statement.name) return [];
    const range = rangeIn(document, statement.name);
    const { id, kind: of } = contribution;
    const applies: Record<CodeLensKind, boolean> = {
      // What nobody names has nothing to lead to: most flows are told by their ends alone.
      references: isNamed(view.project, id),
      findings: about.has(id),
      decisions: of === 'decision' || of === 'scenario',
    };
    return codeLensKinds
      .filter((kind) => shown[kind] && applies[kind])
      .map((kind) => ({ range, data: { uri, id, kind } satisfies LensData }));
  });
}

export function resolveCodeLens(view: View, { uri, id, kind }: LensData, position: Position): Command {
  switch (kind) {
    case 'references':
      return references(view, uri, id, position);
    case 'findings':
      return findings(view.findings().filter(({ subject }) => subject === id));
    case 'decisions':
      return plain(stateOf(view, view.project.model.entity(id)));
  }
}

function references(view: View, uri: string, id: Id, position: Position): Command {
  const locations = usesOf(view.project, id)
    .filter(({ use }) => !use.declares)
    .map(({ document, use }) => locationIn(document, use));
  const title = counted(locations.length, 'reference');
  const argument: ShowReferences = { uri, position, locations };
  return { title, command: showReferencesCommand, arguments: [argument] };
}

/** Leads to the explanation of the gravest. */
function findings(found: readonly Finding[]): Command {
  const gravest = found.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))[0];
  if (!gravest) return plain('no findings');
  return { title: counted(found.length, 'finding'), command: explainCommand, arguments: [gravest.id] };
}

const severities = ['error', 'warning', 'info', 'hint'];

function stateOf(view: View, entity: Entity | undefined): string {
  if (!entity) return '';
  return entity.kind === 'decision' ? decisionState(view, entity) : scenarioState(view, entity);
}

/** How many expectations hold, and the first that does not; why stands in the finding and on hover. */
function scenarioState(view: View, scenario: Entity): string {
  const found = answersOf(view.project, scenario.id);
  const { passed, failed, unknown } = tallyOf(found);
  const first = (verdict: (typeof found)[number]['verdict']): string =>
    found.find((answer) => answer.verdict === verdict)?.text ?? '';
  return [
    counted(found.length, 'expectation'),
    ...(passed > 0 ? [`✓ ${String(passed)} passed`] : []),
    ...(failed > 0 ? [`✗ ${String(failed)} failed: ${first('fails')}`] : []),
    ...(unknown > 0 ? [`? ${String(unknown)} unknown${failed > 0 ? '' : `: ${first('unknown')}`}`] : []),
  ].join(' · ');
}

/**
 * Whether an accepted decision is carried out; of an open one, how many of its options would change what is there.
 * O(statements of the options): what would follow from them is not asked.
 */
function decisionState({ project }: View, decision: Entity): string {
  const { model } = project;
  const says = (id: Id): boolean => (model.entity(id)?.overlay ?? []).length > 0;
  const differences = (option: Id): number => project.ask(`gap ${option}`, (facts) => facts.of(gap, option)).size;
  const options = model.childrenOf(decision.id).filter((id) => model.entity(id)?.kind === 'option');
  const status = written(decision, 'status')?.status;
  const chosen = written(decision, 'chosen')?.ids[0];
  const choice = chosen === undefined ? [] : [`chosen: ${lastName(chosen)}`];
  const count = counted(options.length, 'option');
  if (status === 'accepted' && chosen !== undefined && options.includes(chosen) && says(chosen)) {
    const drift = differences(chosen);
    const state = drift === 0 ? 'accepted as written' : `accepted, drifted: ${counted(drift, 'difference')}`;
    return [state, ...choice, count].join(' · ');
  }
  if (status !== undefined && status !== 'draft' && status !== 'proposed')
    return [status, ...choice, count].join(' · ');
  const others = options.filter((option) => differences(option) > 0).length;
  return [status ?? 'open', ...choice, count, `${String(others)} would change the model`].join(' · ');
}

const lastName = (id: Id): string => qualifiedName(id).split('.').at(-1) ?? '';

const plain = (title: string): Command => ({ title, command: '' });

const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
