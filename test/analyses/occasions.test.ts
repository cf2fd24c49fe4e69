/** What is given and what is not, told apart by when: while nothing fails, after a failover, where a primary is cut off. */
import { describe, expect, it } from 'vitest';
import contributor from '../../language/analyses/consistency/contribution.ts';
import { projectOf } from '../support/project.ts';

/** Of a read at `db`: the labels of what is derived that mention a model, in their order. */
function toldOf(model: string, store: string): string[] {
  const text = `faults { timing: partially-synchronous }
service web
web -> db put { access: write }
web -> db get { access: read }
store db ${store}`;
  const project = projectOf([['file:///a.arch', text]]);
  return project.ask('told', (facts) => {
    const flow = facts.entity('flow:get');
    return (flow ? contributor.facts(facts, flow) : [])
      .filter(({ value }) => value.split(', ').includes(model))
      .map(({ label }) => label);
  });
}

describe('what a read is given', () => {
  it.each([
    [
      'is postgres { replicas: 3; failover: automatic; fencing: none }',
      ['Gives while nothing fails', 'Does not give after a failover', 'Does not give where a primary is cut off'],
    ],
    ['is mongodb { replicas: 3 }', ['Gives while nothing fails', 'Does not give where a primary is cut off']],
    ['is postgres { replicas: 3; failover: none }', ['Gives']],
    [
      'is postgres { replicas: 3; failover: manual; reads: any replica }',
      ['Does not give after a failover', 'Does not give'],
    ],
  ])('by %s is told with its occasion', (store, told) => {
    expect(toldOf('linearizable', store)).toEqual(told);
  });
});
