import { toleratedLines } from '../../analyses/consistency/fault-model.ts';
import { mechanism, mechanismFor, origin } from '../../analyses/consistency/mechanism.ts';
import { flushText, powerLosses } from '../../analyses/consistency/power.ts';
import type { PowerLoss } from '../../analyses/consistency/power.ts';
import { shortfalls } from '../../analyses/consistency/shortfalls.ts';
import { durableWriters } from '../../analyses/consistency/writers.ts';
import type { Facts } from '../../analyses/facts.ts';
import { faultsOfLine } from '../../analyses/placement/survival.ts';
import { exceeds, spanText } from '../../analyses/recovery/figures.ts';
import type { Loss } from '../../analyses/recovery/figures.ts';
import { objectiveOf } from '../../analyses/recovery/objectives.ts';
import type { Objective } from '../../analyses/recovery/objectives.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Violation } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  productionOnly: true,
  // What a cache keeps can be lost and fetched again: that is what the kind says.
  on: ['consensus', ...stateKinds.filter((kind) => kind !== 'cache')],
  *check(store, facts) {
    const how = facts.of(mechanism, store.id);
    if (how?.family === undefined || toleratedLines(facts, store).length === 0) return;
    const objective = objectiveOf(facts, store, 'rpo');
    const writers = durableWriters(facts, store);
    const paths = writers.length > 0 ? writers.map((flow) => mechanismFor(facts, flow, store)) : [how];
    const losses = paths.flatMap((path) => powerLosses(facts, store, path));
    const worst = losses.find((loss) => isTooMuch(loss, objective));
    // The same cause, told with a need that it breaks.
    const isTold = facts.of(shortfalls, store.id).found.some(({ refutation }) => refutation.cause === 'lost-power');
    if (worst && !isTold) yield finding(facts, store, worst, objective);
    else if (losses.length === 0 && paths.some(({ flush }) => flush === undefined))
      yield unknown({ entity: store.id, key: 'flush' });
    else if (losses.length === 0) yield holds('no fault that is to be survived takes what is not on disk');
  },
};

export default rule;

/** Single machines are counted on to fail: only an objective makes the latest of their writes worth a word. */
function isTooMuch(loss: PowerLoss, objective: Objective | undefined): boolean {
  if (objective) return exceeds(lossOf(loss), objective.value);
  return faultsOfLine(loss.line.faults).faults.some((fault) => fault.type === 'one-of' || fault.kind !== 'node');
}

const lossOf = ({ flush: { value } }: PowerLoss): Loss =>
  'every' in value ? { kind: 'latest', time: value.every } : { kind: value.when === 'never' ? 'everything' : 'some' };

function finding(facts: Facts, store: Entity, loss: PowerLoss, objective: Objective | undefined): Violation {
  const { flush, least, total, line } = loss;
  const { value, provenance } = flush;
  const gone =
    'every' in value
      ? `what was acknowledged in the last ${spanText(value.every)}`
      : 'what was acknowledged and not flushed yet';
  const allowed = objective
    ? `, and the recovery point objective allows ${objective.value === 0 ? 'no loss' : `that of ${spanText(objective.value)}`} (\`rpo\`)`
    : '';
  const who = total === 1 ? 'its only copy has it' : `${String(least)} of ${String(total)} replicas have it`;
  const here = provenance.from === 'written' && provenance.entity === store.id ? 'flush' : undefined;
  return violates({
    at: { entity: store.id, ...(here && { key: here }) },
    message: `\`${label(store)}\` acknowledges a write when ${who} in memory (\`flush: ${flushText(value)}\`, ${origin(facts, flush)}), and \`${line.text}\`, which \`tolerate\` names, can take the power from ${String(loss.survival.loss.copies)} of them at once: ${gone} is lost${allowed}. Flush before acknowledging (\`flush: before acknowledging\`), or place the replicas so that no such fault reaches ${least === 1 ? 'all that have a write' : `${String(least)} of them`}.`,
    related: [
      { at: { entity: line.by.id, key: 'tolerate', index: line.index }, message: `\`${line.text}\` is to be survived` },
      ...(objective ? [{ at: { entity: objective.by.id, key: 'rpo' }, message: 'the loss that is allowed' }] : []),
      ...(written(store, 'replicas')
        ? [{ at: { entity: store.id, key: 'replicas' }, message: 'where the replicas stand' }]
        : []),
    ],
    fixes:
      provenance.from === 'knob' && !provenance.isDefault
        ? []
        : [
            {
              title: `Set \`flush: before acknowledging\` on \`${label(store)}\``,
              edits: [{ type: 'set', entity: store.id, key: 'flush', value: 'before acknowledging' }],
            },
          ],
  });
}
