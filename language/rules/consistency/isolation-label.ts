import { anomalyText, excludedBy, letThrough } from '../../analyses/consistency/anomalies.ts';
import type { Anomaly } from '../../analyses/consistency/anomalies.ts';
import { nameOf } from '../../analyses/consistency/mechanism.ts';
import { allModels, isOfTransactions } from '../../analyses/consistency/models.ts';
import { needsOf } from '../../analyses/consistency/needs.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { given, label, technologyOf } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  on: [...stateKinds, 'flow'],
  *check(entity, facts) {
    const level = given(facts, entity, 'isolation');
    // A default was not chosen by its name.
    if (level?.provenance.from !== 'knob' || level.provenance.isDefault) return;
    const { knob, value } = level.provenance;
    const name = String(value).toLowerCase().replaceAll('_', '-');
    const promised = promiseOf(name);
    if (!promised) return;
    const { models } = level.value;
    const through = letThrough(level.value);
    const found = given(facts, entity, 'anomalies')?.value ?? [];
    const broken = promised.filter((anomaly) => found.includes(anomaly) || through.includes(anomaly));
    const setting = `\`${nameOf(knob)}: ${String(value)}\``;
    if (broken.length === 0) {
      yield holds(`${setting} gives ${listed(models, 'and')}`);
      return;
    }
    if (isToldByANeed(facts, entity)) return;
    const technology = technologyOf(facts, entity);
    const product = technology === undefined ? undefined : facts.entity(technology);
    const by = product ? ` of ${product.title ?? label(product)}` : '';
    const texts = listed(broken.slice(0, MOST_NAMED).map(anomalyText), 'and');
    const how = broken.some((anomaly) => found.includes(anomaly))
      ? `tests found ${texts}`
      : `transactions get ${listed(models, 'and')}, which lets ${texts} through`;
    yield violates({
      at: { entity: entity.id, key: nameOf(knob) },
      message: `${setting}${by} is less than its name says: ${how}. Lock what must not change meanwhile (\`SELECT … FOR UPDATE\`), or take a level that excludes it; write down what is needed (\`needs\`), so that it is checked.`,
    });
  },
};

export default rule;

/** More anomalies than this say no more. */
const MOST_NAMED = 3;

/**
 * What a level's name promises to who reads it. By its name, repeatable read lets nothing change that was read (SQL-92,
 * P2), which snapshot isolation keeps as well; Adya's model of that name asks for more.
 */
function promiseOf(name: string): readonly Anomaly[] | undefined {
  if (name === 'repeatable-read') return ['lost-update', 'item-fuzzy-read'];
  const model = allModels.find((candidate) => candidate === name);
  return model && excludedBy(model);
}

/** Whether somebody says what is needed: that is then judged, whatever the level is called. */
function isToldByANeed(facts: Facts, entity: Entity): boolean {
  const store = facts.entity((entity.kind === 'flow' ? entity.target : entity.id) ?? '');
  if (!store) return false;
  const flows = entity.kind === 'flow' ? [entity] : entitiesOf(facts, facts.flowsTo(store.id));
  return flows.some((flow) => needsOf(facts, flow, store).some(({ model }) => isOfTransactions(model)));
}
