/** A lock that ends before its holder knows loses an update, unless each access brings a token that only grows. */
import { describe, expect, it } from 'vitest';
import { run } from '../../language/executions/witness/experiment.ts';
import { updatePrograms } from '../../language/executions/witness/programs.ts';
import { lock } from '../../language/executions/protocols/lock.ts';
import type { Lock } from '../../language/executions/protocols/lock.ts';
import { executionOf, mayHaveExecution } from '../../language/reports/executions.ts';
import { projectOf } from '../support/project.ts';

const faults = { crashes: 0, pauses: 1, cuts: 0, oneWayCuts: 0, duplicates: 0 };

describe('two holders of one lock', () => {
  it.each<[Lock, boolean]>([
    [{ ends: 'is released', fences: 'none' }, false],
    [{ ends: 'lapses', fences: 'none' }, true],
    [{ ends: 'is forgotten', fences: 'none' }, true],
    // Who has read before the other wrote may write last.
    [{ ends: 'lapses', fences: 'writes' }, true],
    [{ ends: 'lapses', fences: 'all' }, false],
  ])('%o', (how, isLost) => {
    const programs = updatePrograms('linearizable', { x: 'x', y: 'y' }).slice(0, 2);
    const { violation, isComplete } = run({ protocol: lock(how), model: 'linearizable', programs, faults });
    expect(violation !== undefined).toBe(isLost);
    expect(isComplete).toBe(!isLost);
  });

  it.each([
    ['consensus locks is etcd { replicas: 5 }', 'lease: 10s', 'locks lets the lock lapse.'],
    ['store locks is redis-sentinel { replicas: 3 }', '', 'locks forgets who has the lock.'],
  ])('are shown in the names of the model: %s', (keeper, lease, sentence) => {
    const text = `worker importer\n${keeper}\nstore files is s3\nimporter -> locks acquire { locks: files; ${lease} }`;
    const project = projectOf([['file:///main.arch', text]]);
    const finding = project.findings().find(({ rule }) => rule === 'consistency/lock-without-fencing');
    expect(finding && mayHaveExecution(project, finding)).toBe(true);
    const execution = finding && executionOf(project, finding);
    expect(execution).toMatchObject({ found: true });
    if (execution?.found !== true) return;
    const { steps, processes } = execution.trace;
    expect(processes.map(({ name }) => name)).toEqual(['locks', 'files', 'importer, 1', 'importer, 2']);
    const sentences = steps.map((step) => step.sentence);
    expect(sentences).toContain(sentence);
    expect(sentences.filter((each) => /update of files from nothing to \d acknowledged/.test(each))).toHaveLength(2);
  });
});
