/** What can be written on a flow: what it is called, what it carries, what it can rely on. */
import type { Facts } from '../../analyses/facts.ts';
import { isOfTransactions, maximal } from '../../analyses/consistency/models.ts';
import { guaranteesAlong } from '../../analyses/consistency/path.ts';
import { classText, pacelcOf } from '../../analyses/latency/pacelc.ts';
import { written } from '../../model/model.ts';
import type { Entity, ModelReader } from '../../model/model.ts';
import { holdsState } from '../../vocabulary/kinds.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import type { OnEdge } from './draw.ts';

/** The kinds of data that a flow carries or an element holds. */
export const dataOf = (model: Pick<ModelReader, 'entity'>, entity: Entity): Entity[] =>
  (written(entity, entity.kind === 'flow' ? 'carries' : 'holds') ?? []).flatMap(({ ids }) =>
    ids.flatMap((id) => model.entity(id) ?? []),
  );

/** `Card number (restricted), Payment (confidential)`. */
export function dataText(facts: Facts, entity: Entity): string {
  return dataOf(facts, entity)
    .map((data) => {
      const level = written(data, 'classification');
      return `${data.title ?? data.name}${level === undefined ? '' : ` (${level})`}`;
    })
    .join(', ');
}

export function pacelcText(facts: Facts, flow: Entity, store: Entity): string | undefined {
  const found = pacelcOf(facts, flow, store);
  return found && (found.partition ?? found.otherwise) ? classText(found) : undefined;
}

/** `linearizable · PC/EC`, of an access to something that holds state. */
export function guaranteeText(facts: Facts, flow: Entity): string {
  const store = flow.target === undefined ? undefined : facts.entity(flow.target);
  if (!store || !holdsState(store.kind) || written(flow, 'access') === undefined) return '';
  const { grants } = guaranteesAlong(facts, flow, store);
  const strongest = maximal(grants.map(({ model }) => model));
  const single = strongest.filter((model) => !isOfTransactions(model));
  const given = single.length > 0 ? single : strongest;
  const text = given.length > 0 ? given.join(', ') : 'no guarantee known';
  const pacelc = pacelcText(facts, flow, store);
  return [text, ...(pacelc === undefined ? [] : [pacelc])].join(' · ');
}

type Label = KeyValues['label'][number];

const details: Readonly<Record<Exclude<Label, 'name' | 'none'>, (facts: Facts, flow: Entity) => string>> = {
  protocol: (_, flow) => written(flow, 'over') ?? '',
  data: dataText,
  guarantee: guaranteeText,
};

/** What `label` asks for, in the order of its words. */
export const labelled =
  (labels: readonly Label[]) =>
  (facts: Facts, flow: Entity): OnEdge => ({
    label: labels.includes('name') ? (flow.title ?? flow.name) : '',
    detail: labels
      .flatMap((word) => (word === 'name' || word === 'none' ? [] : [details[word](facts, flow)]))
      .filter((text) => text !== '')
      .join(' · '),
  });
