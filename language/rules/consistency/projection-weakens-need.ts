import { stateKinds } from '../../vocabulary/kinds.ts';
import { pathFindings } from '../path-findings.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: stateKinds,
  subsumedBy: ['consistency/available-and-linearizable'],
  check: (store, facts) => pathFindings(facts, store, ['projection-lag', 'written-twice']),
};

export default rule;
