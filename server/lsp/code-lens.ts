/**
 * Above a declaration: how often it is named, what was found about it, and what a decision says of itself. The places
 * are found at once; what stands there is worked out when the editor shows it.
 */
import type { CodeLens, Command, Position } from 'vscode-languageserver';
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

function decisionState(view: View, decision: Entity): string {
  const { model } = view.project;
  const options = model.childrenOf(decision.id).filter((id) => model.entity(id)?.kind === 'option');
  const status = written(decision, 'status');
  const chosen = written(decision, 'chosen')?.ids[0];
  return [
    ...(status ? [status.status] : []),
    ...(chosen === undefined ? [] : [`chosen: ${lastName(chosen)}`]),
    counted(options.length, 'option'),
  ].join(' · ');
}

const lastName = (id: Id): string => qualifiedName(id).split('.').at(-1) ?? '';

const plain = (title: string): Command => ({ title, command: '' });

const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
