import { faultsOf } from '../../analyses/consistency/fault-model.ts';
import { callsOfOperation, changesState, isHard } from '../../analyses/consistency/effects.ts';
import { spread } from '../../analyses/consistency/spread.ts';
import { isWrite } from '../../analyses/consistency/writers.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { faultText } from '../../analyses/placement/survival.ts';
import { given, label, written, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { violates } from '../rule.ts';
import type { EntityRule, Place, Violation } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['operation'],
  *check(operation, facts) {
    const atomic = written(operation, 'atomic');
    if (atomic?.by !== 'two-phase-commit') return;
    const coordinator = 'coordinator' in atomic ? entitiesOf(facts, atomic.coordinator.ids)[0] : undefined;
    const participants = participantsOf(facts, operation, coordinator);
    if (participants.length < 2 && !coordinator) return;
    const broken =
      despitePartition(facts, operation, participants) ??
      aboveParticipants(operation, coordinator ? [...participants, coordinator] : participants) ??
      stoppedCoordinator(facts, operation, coordinator, participants);
    if (broken) yield broken;
  },
};

export default rule;

const DO =
  'Take it out of the request (a saga with compensations, or an outbox), or keep the coordinator’s decision in a consensus group.';

function participantsOf(facts: Facts, operation: Entity, coordinator: Entity | undefined): Entity[] {
  const calls = facts.of(callsOfOperation, operation.id).filter((call) => {
    const takesPart = changesState(call) || isWrite(call.flow);
    return takesPart && isHard(call) && call.unit === undefined && call.target.id !== coordinator?.id;
  });
  return [...new Map(calls.map(({ target }) => [target.id, target])).values()];
}

const named = (entities: readonly Entity[]): string =>
  listed(
    entities.map((entity) => `\`${label(entity)}\``),
    'and',
  );

/** Whoever has prepared must wait for the decision, however long it is cut off from it. */
function despitePartition(facts: Facts, operation: Entity, participants: readonly Entity[]): Violation | undefined {
  if (written(operation, 'available') === undefined || participants.length < 2) return undefined;
  const partition = partitionOf(facts, operation, participants);
  if (!partition) return undefined;
  return violates({
    at: { entity: operation.id, key: 'available' },
    aspect: 'partition',
    message: `\`${label(operation)}\` must be available despite a partition, and commits at ${named(participants)} in two phases: one that has prepared and is cut off from the others (\`tolerate: ${partition.text}\`) can neither commit nor abort, and keeps its locks until it hears the decision. ${DO}`,
    related: [
      { at: { entity: operation.id, key: 'atomic' }, message: 'committed in two phases' },
      { at: partition.at, message: 'the partition to be survived' },
    ],
  });
}

/** A tolerated partition that separates participants. */
function partitionOf(
  facts: Facts,
  operation: Entity,
  participants: readonly Entity[],
): { text: string; at: Place } | undefined {
  for (const faults of faultsOf(facts, operation))
    for (const [index, line] of writtenValues(faults, 'tolerate').entries())
      for (const fault of line) {
        if (fault.fault !== 'partition') continue;
        const domain = 'domain' in fault ? fault.domain : undefined;
        const places = 'places' in fault ? fault.places.flatMap(({ ids }) => ids) : undefined;
        const sides = participants.flatMap((participant) => spread(facts, participant, domain, places) ?? []);
        // Stores of their own stand on nodes of their own.
        if (domain === 'nodes' || new Set(sides).size > 1)
          return { text: faultText(line), at: { entity: faults.id, key: 'tolerate', index } };
      }
  return undefined;
}

/** All must answer for one to commit: it is no more available than the least of them. */
function aboveParticipants(operation: Entity, involved: readonly Entity[]): Violation | undefined {
  const objective = availabilityOf(operation);
  if (objective === undefined) return undefined;
  const promised = involved.flatMap((entity) => {
    const target = availabilityOf(entity);
    return target === undefined || target >= objective ? [] : [{ entity, target }];
  });
  const [least] = promised.sort((a, b) => a.target - b.target);
  if (!least) return undefined;
  return violates({
    at: { entity: operation.id, key: 'slo' },
    aspect: 'availability',
    message: `\`${label(operation)}\` promises an availability of ${share(objective)} and commits in two phases, for which all of ${named(involved)} must answer; \`${label(least.entity)}\` promises ${share(least.target)}. ${DO}`,
    related: [
      { at: { entity: least.entity.id, key: 'slo' }, message: `${share(least.target)} is promised here` },
      { at: { entity: operation.id, key: 'atomic' }, message: 'committed in two phases' },
    ],
  });
}

function availabilityOf(entity: Entity): number | undefined {
  for (const objectives of writtenValues(entity, 'slo'))
    for (const objective of objectives) if (objective.objective === 'availability') return objective.target;
  return undefined;
}

const share = (value: number): string => `${String(Math.round(value * 1e8) / 1e6)}%`;

/** A single coordinator that stops takes the decision with it: the participants wait until it is back. */
function stoppedCoordinator(
  facts: Facts,
  operation: Entity,
  coordinator: Entity | undefined,
  participants: readonly Entity[],
): Violation | undefined {
  if (!coordinator || given(facts, coordinator, 'replicas')?.value.replicas !== 1) return undefined;
  const fault = stopOf(facts, coordinator);
  if (!fault) return undefined;
  return violates({
    at: { entity: operation.id, key: 'atomic' },
    aspect: 'coordinator',
    message: `\`${label(operation)}\` commits in two phases, decided by \`${label(coordinator)}\`, of which there is one: when it stops between the phases (\`tolerate: ${fault.text}\`), ${participants.length === 0 ? 'all participants' : named(participants)} can neither commit nor abort, and keep their locks until it is back. ${DO}`,
    related: [
      { at: { entity: coordinator.id, key: 'replicas' }, message: 'one replica decides' },
      { at: fault.at, message: 'is to be survived' },
    ],
  });
}

function stopOf(facts: Facts, coordinator: Entity): { text: string; at: Place } | undefined {
  for (const faults of faultsOf(facts, coordinator))
    for (const [index, line] of writtenValues(faults, 'tolerate').entries())
      if (line.some((fault) => fault.fault === 'crash' || fault.fault === 'loss'))
        return { text: faultText(line), at: { entity: faults.id, key: 'tolerate', index } };
  return undefined;
}
