/**
 * Derived values beside what they were derived from: what the analyses mark as short enough, and what a technology gives
 * where the text says nothing. Each says its reason when asked. Only the declarations of the asked range are looked at.
 */
import { MarkupKind } from 'vscode-languageserver';
import type { InlayHint, Range } from 'vscode-languageserver';
import type { Fact } from '../../language/analyses/facts.ts';
import type { Entity } from '../../language/model/model.ts';
import type { Declared } from '../../language/model/outline.ts';
import { offsetAt, positionAt } from '../../language/syntax/lines.ts';
import { factsOf, factText, technologyDefaults } from './documentation.ts';
import type { InlayHintKind, Settings } from './settings.ts';
import { contributionOf } from './subject.ts';
import { pageOf } from './view.ts';
import type { Page, View } from './view.ts';

export function inlayHints(view: View, uri: string, range: Range, { inlayHints: shown }: Settings): InlayHint[] {
  const page = pageOf(view, uri);
  if (!page) return [];
  const { tree, declared } = page.document.outline;
  const [start, end] = [offsetAt(tree, range.start), offsetAt(tree, range.end)];
  return declared
    .filter(({ statement }) => start <= statement.headEnd && statement.headEnd <= end)
    .flatMap((each) => {
      const entity = declaredEntity(view, page, each);
      if (!entity) return [];
      const position = positionAt(tree.lineStarts, each.statement.headEnd);
      const facts = factsOf(view.project, entity);
      return [...derived(facts), ...defaults(view, entity, facts)]
        .filter(({ kind }) => shown[kind])
        .map(({ label, reason }) => ({
          position,
          label,
          tooltip: { kind: MarkupKind.Markdown, value: reason },
          paddingLeft: true,
        }));
    });
}

/** What a statement declares and does not only continue; what stands in an option is not in the model. */
function declaredEntity(view: View, { document }: Page, declared: Declared): Entity | undefined {
  if (declared.overlay) return undefined;
  const contribution = contributionOf(document, declared);
  return contribution?.declares ? view.project.model.entity(contribution.id) : undefined;
}

interface Hint {
  readonly kind: InlayHintKind;
  readonly label: string;
  readonly reason: string;
}

/** Facts of one kind stand together. */
function derived(facts: readonly Fact[]): Hint[] {
  const hints = new Map<InlayHintKind, { labels: string[]; reasons: string[] }>();
  for (const fact of facts) {
    if (!fact.hint) continue;
    const known = hints.get(fact.hint.kind) ?? { labels: [], reasons: [] };
    known.labels.push(fact.hint.text);
    known.reasons.push(factText(fact));
    hints.set(fact.hint.kind, known);
  }
  return [...hints].map(([kind, { labels, reasons }]) => ({
    kind,
    label: labels.join(', '),
    reason: reasons.join('\n\n'),
  }));
}

function defaults(view: View, entity: Entity, facts: readonly Fact[]): Hint[] {
  const told = new Set(facts.map(({ key }) => key));
  const given = technologyDefaults(view, entity).filter(({ key }) => !told.has(key));
  if (given.length === 0) return [];
  const shown = given.slice(0, MOST_DEFAULTS).map(({ key, value }) => `${key}: ${value}`);
  return [
    {
      kind: 'defaults',
      label: `${shown.join('; ')}${given.length > MOST_DEFAULTS ? '; …' : ''}`,
      reason: given.map(({ text }) => text).join('\n\n'),
    },
  ];
}

/** More would push what is written out of sight; all of them are in the tooltip and in the hover. */
const MOST_DEFAULTS = 3;
