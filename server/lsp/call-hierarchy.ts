/**
 * Who calls whom: an element by its flows, a flow from its source and by the operations that take it as a step, an
 * operation by its steps.
 */
import type { CallHierarchyIncomingCall, CallHierarchyOutgoingCall, Position } from 'vscode-languageserver';
import type { LinkedDocument } from '../../language/model/linked.ts';
import type { Id } from '../../language/model/symbols.ts';
import type { Span } from '../../language/syntax/tree.ts';
import { categoryOf, idAt, idOfItem, itemOf } from './hierarchy-items.ts';
import type { HierarchyItem } from './hierarchy-items.ts';
import { placeAt } from './place.ts';
import { contributionOf, declaredBy } from './subject.ts';
import { usesIn, usesOf } from './uses.ts';
import { offsetIn, pageOf, rangeIn } from './view.ts';
import type { View } from './view.ts';

const callable = ['element', 'flow', 'operation'];

export function prepareCallHierarchy(view: View, uri: string, position: Position): HierarchyItem[] | null {
  const page = pageOf(view, uri);
  const id = page && idAt(page, offsetIn(page, position));
  const item = id !== undefined && callable.includes(categoryOf(id)) ? itemOf(view, id) : undefined;
  return item ? [item] : null;
}

export function incomingCalls(view: View, item: HierarchyItem): CallHierarchyIncomingCall[] {
  return [...callers(view, idOfItem(item))].flatMap(([id, places]) => {
    const from = itemOf(view, id);
    return from ? [{ from, fromRanges: rangesIn(from.uri, places) }] : [];
  });
}

export function outgoingCalls(view: View, item: HierarchyItem): CallHierarchyOutgoingCall[] {
  return [...callees(view, idOfItem(item))].flatMap(([id, places]) => {
    const to = itemOf(view, id);
    return to ? [{ to, fromRanges: rangesIn(item.uri, places) }] : [];
  });
}

interface CallPlace {
  readonly document: LinkedDocument;
  readonly span: Span;
}
type Calls = Map<Id, CallPlace[]>;

/** The protocol shows a call in the caller's text only; a call that stands elsewhere is shown by its own item. */
const rangesIn = (uri: string, places: readonly CallPlace[]): HierarchyItem['range'][] =>
  places.filter(({ document }) => document.uri === uri).map(({ document, span }) => rangeIn(document, span));

function callers(view: View, id: Id): Calls {
  const { model } = view.project;
  const calls: Calls = new Map();
  if (categoryOf(id) === 'element') for (const flow of model.flowsTo(id)) calls.set(flow, namedIn(view, flow, id));
  const source = model.entity(id)?.source;
  if (source !== undefined) calls.set(source, namedIn(view, id, source));
  for (const { operation, place } of stepsTo(view, id)) add(calls, operation, place);
  return calls;
}

function callees(view: View, id: Id): Calls {
  const { model } = view.project;
  const calls: Calls = new Map();
  if (categoryOf(id) === 'element') for (const flow of model.flowsFrom(id)) calls.set(flow, namedIn(view, flow, id));
  const target = model.entity(id)?.target;
  if (target !== undefined) calls.set(target, namedIn(view, id, target));
  for (const document of view.project.documentsOf(id))
    for (const { properties } of document.contributions.get(id) ?? [])
      for (const { key, property } of properties) {
        if (key !== 'steps') continue;
        for (const use of document.uses)
          if (isStep(use.id) && property.start < use.start && use.end <= property.headEnd)
            add(calls, use.id, { document, span: use });
      }
  return calls;
}

const isStep = (id: Id): boolean => ['flow', 'operation'].includes(categoryOf(id));

/** Where the statement of a flow names one of its ends. */
function namedIn(view: View, flow: Id, end: Id): CallPlace[] {
  return view.project.documentsOf(flow).flatMap((document) =>
    (document.contributions.get(flow) ?? []).flatMap(({ declared: { statement } }) =>
      usesIn(document, end)
        .filter((use) => statement.start <= use.start && use.end <= statement.headEnd)
        .map((span) => ({ document, span })),
    ),
  );
}

/** The operations that take something as a step. */
function stepsTo(view: View, id: Id): { operation: Id; place: CallPlace }[] {
  if (!isStep(id)) return [];
  return usesOf(view.project, id).flatMap(({ document, use }) => {
    const owner = placeAt(document.outline.tree, view.textOf(document.uri) ?? '', use.start).owners.at(-1);
    const declared = owner && declaredBy(document, owner);
    const around = declared && contributionOf(document, declared)?.id;
    return around !== undefined && categoryOf(around) === 'operation' && !use.declares
      ? [{ operation: around, place: { document, span: use } }]
      : [];
  });
}

function add(calls: Calls, id: Id, place: CallPlace): void {
  const places = calls.get(id);
  if (places) places.push(place);
  else calls.set(id, [place]);
}
