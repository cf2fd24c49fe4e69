/** Checkers of histories: published examples, brute force on everything small, and the order of the models. */
import { describe, expect, it } from 'vitest';
import { implies, type ConsistencyModel } from '../../language/analyses/consistency/models.ts';
import { checkFor } from '../../language/executions/history/checks.ts';
import type { History } from '../../language/executions/history/history.ts';
import { definitions, withinVersions } from './brute-force.ts';
import { allHistories, sessions, timed } from './histories.ts';

const checked = Object.keys(definitions) as ConsistencyModel[];

function allows(model: ConsistencyModel, history: History): boolean {
  const check = checkFor(model, { staleness: { versions: 0 } });
  if (!check) throw new Error(`No check of ${model}`);
  return check(history).allowed;
}

interface Published {
  readonly source: string;
  readonly history: History;
  readonly allowed: readonly ConsistencyModel[];
  readonly refused: readonly ConsistencyModel[];
}

const tanenbaum = 'Tanenbaum and van Steen, Distributed Systems, 2nd edition, 2007, figure';
const bouajjani = 'Bouajjani, Enea, Guerraoui and Hamza, On Verifying Causal Consistency, 2017, figure 3';

const published: readonly Published[] = [
  {
    source: `${tanenbaum} 7-5 (a)`,
    history: sessions('w x 1', 'w x 2', 'r x 2, r x 1', 'r x 2, r x 1'),
    allowed: ['sequential'],
    refused: [],
  },
  {
    source: `${tanenbaum} 7-5 (b)`,
    history: sessions('w x 1', 'w x 2', 'r x 2, r x 1', 'r x 1, r x 2'),
    allowed: ['causal'],
    refused: ['sequential'],
  },
  {
    source: `${tanenbaum} 7-8`,
    history: sessions('w x 1, w x 3', 'r x 1, w x 2', 'r x 1, r x 3, r x 2', 'r x 1, r x 2, r x 3'),
    allowed: ['causal'],
    refused: ['sequential'],
  },
  {
    source: `${tanenbaum} 7-9 (a)`,
    history: sessions('w x 1', 'r x 1, w x 2', 'r x 2, r x 1', 'r x 1, r x 2'),
    allowed: ['pram'],
    refused: ['causal'],
  },
  {
    source: `${tanenbaum} 7-9 (b)`,
    history: sessions('w x 1', 'w x 2', 'r x 2, r x 1', 'r x 1, r x 2'),
    allowed: ['causal'],
    refused: ['sequential'],
  },
  {
    source: 'Tanenbaum and van Steen, Distributed Systems, 2002, FIFO consistency',
    history: sessions('w x 1', 'r x 1, w x 2, w x 3', 'r x 2, r x 1, r x 3', 'r x 1, r x 2, r x 3'),
    allowed: ['pram'],
    refused: ['causal'],
  },
  {
    source: `${bouajjani} (a): causal memory that does not converge`,
    history: sessions('w x 1, r x 2', 'w x 2, r x 1'),
    allowed: ['causal'],
    refused: ['sequential'],
  },
  {
    source: `${bouajjani} (b): convergent, but no causal memory`,
    history: sessions('w z 1, w x 1, w y 1', 'w x 2, r z -, r y 1, r x 2'),
    allowed: ['writes-follow-reads', 'monotonic-reads', 'read-your-writes'],
    refused: ['causal', 'pram'],
  },
  {
    source: `${bouajjani} (c): weakly causal, but no causal memory`,
    history: sessions('w x 1', 'w x 2, r x 1, r x 2'),
    allowed: ['monotonic-reads'],
    refused: ['causal'],
  },
  {
    source: `${bouajjani} (d): causal, but not sequential`,
    history: sessions('w x 1, r y -, w y 1, r x 1', 'w x 2, r y -, w y 2, r x 2'),
    allowed: ['causal'],
    refused: ['sequential'],
  },
  {
    source: `${bouajjani} (e): not causal`,
    history: sessions('w x 1, w y 1', 'r y 1, w x 2', 'r x 2, r x 1'),
    allowed: ['pram'],
    refused: ['causal'],
  },
  {
    source: 'Lamport, How to Make a Multiprocessor Computer …, 1979: two processes that both enter',
    history: sessions('w x 1, r y -', 'w y 1, r x -'),
    allowed: ['causal'],
    refused: ['sequential'],
  },
  {
    source: 'Herlihy and Wing, Linearizability, 1990: sequential, but late in real time',
    history: timed('1 w x 1 @ 0-1', '2 r x - @ 2-3'),
    allowed: ['sequential'],
    refused: ['linearizable', 'regular', 'safe'],
  },
  {
    source: 'Lamport, On Interprocess Communication, 1986: a regular register’s new-old inversion',
    history: timed('1 w x 1 @ 0-1', '1 w x 2 @ 2-9', '2 r x 2 @ 3-4', '2 r x 1 @ 5-6'),
    allowed: ['regular'],
    refused: ['linearizable', 'pram'],
  },
  {
    source: 'Lamport, On Interprocess Communication, 1986: a safe register during a write',
    history: timed('1 w x 1 @ 0-1', '1 w x 2 @ 2-5', '2 r x 7 @ 3-4'),
    allowed: ['safe'],
    refused: ['regular'],
  },
  {
    source: 'Kleppmann, Designing Data-Intensive Applications, 2017, figure 9-1: Bob reads what Alice no longer sees',
    history: timed('1 w x 1 @ 0-1', '2 r x 1 @ 2-3', '3 r x - @ 4-5'),
    allowed: ['sequential'],
    refused: ['linearizable'],
  },
  {
    source: 'Terry et al., Session Guarantees, 1994: the new password is not known yet',
    history: timed('1 w password 2 @ 0-1', '1 r password - @ 2-3'),
    allowed: ['monotonic-reads', 'monotonic-writes', 'writes-follow-reads'],
    refused: ['read-your-writes', 'pram'],
  },
  {
    source: 'Terry et al., Session Guarantees, 1994: a message in the mailbox that has gone again',
    history: timed('1 w mail 1 @ 0-1', '2 r mail 1 @ 2-3', '2 r mail - @ 4-5'),
    allowed: ['read-your-writes', 'monotonic-writes', 'writes-follow-reads'],
    refused: ['monotonic-reads'],
  },
  {
    source: 'Terry et al., Session Guarantees, 1994: the program compiled against a library that has not arrived',
    history: timed(
      '1 w library 1 @ 0-1',
      '1 w program 1 @ 2-3',
      '2 r program 1 by b @ 4-5',
      '2 r library - by b @ 6-7',
    ),
    allowed: ['monotonic-reads', 'read-your-writes', 'writes-follow-reads'],
    refused: ['monotonic-writes', 'pram'],
  },
  {
    source: 'Terry et al., Session Guarantees, 1994: the reply without its question',
    history: timed(
      '1 w question 1 @ 0-1',
      '2 r question 1 by a @ 2-3',
      '2 w reply 1 @ 4-5',
      '3 r reply 1 by b @ 6-7',
      '3 r question - by b @ 8-9',
    ),
    allowed: ['pram', 'monotonic-writes'],
    refused: ['writes-follow-reads', 'causal'],
  },
];

describe('published histories', () => {
  it.each(published)('$source', ({ history, allowed, refused }) => {
    for (const model of allowed) expect([model, allows(model, history)]).toEqual([model, true]);
    for (const model of refused) expect([model, allows(model, history)]).toEqual([model, false]);
  });

  it('needs order as well as reads: a quorum’s lagging member answers the second of two readers', () => {
    const history = timed('1 w x 1 @ 0-', '2 r x 1 @ 1-2', '3 r x - @ 3-4');
    expect(allows('linearizable', history)).toBe(false);
    expect(allows('regular', history)).toBe(true);
  });

  it('lets a write that was never answered take effect at any later time, or never', () => {
    expect(allows('linearizable', timed('1 w x 1 @ 0-', '2 r x - @ 1-2', '2 r x 1 @ 3-4'))).toBe(true);
    expect(allows('linearizable', timed('1 w x 1 @ 0-', '2 r x - @ 1-2'))).toBe(true);
    expect(allows('linearizable', timed('1 w x 1 @ 0-', '2 r x 1 @ 1-2', '2 r x - @ 3-4'))).toBe(false);
    expect(allows('sequential', timed('1 w x 1 @ 0-', '1 w x 2 @ 1-2', '1 r x 2 @ 3-4', '1 r x 1 @ 5-6'))).toBe(true);
  });
});

/** All histories of three overlapping operations, and of four one after the other. */
const shapes = {
  'three operations on two objects, overlapping in every way': {
    operations: 3,
    objects: ['x', 'y'],
    values: [1, 2],
    pending: true,
    overlapping: true,
  },
  'four operations on one object, overlapping in every way': {
    operations: 4,
    objects: ['x'],
    values: [1],
    pending: true,
    overlapping: true,
  },
  'four operations on two objects, one after the other, answered by one server': {
    operations: 4,
    objects: ['x', 'y'],
    values: [1],
    pending: false,
    overlapping: false,
    servers: ['a'],
  },
  'four operations on one object, one after the other, with two values': {
    operations: 4,
    objects: ['x'],
    values: [1, 2],
    pending: true,
    overlapping: false,
  },
} as const;

const stronger = checked.flatMap((strong) =>
  checked.filter((weak) => weak !== strong && implies(strong, weak)).map((weak) => [strong, weak] as const),
);

describe.each(Object.entries(shapes))('all histories of %s', (_, shape) => {
  it('are judged as the definitions say, and what a model allows, a weaker one allows', () => {
    const counts = Object.fromEntries(checked.map((model) => [model, { allowed: 0, refused: 0 }]));
    const wrong: unknown[] = [];
    for (const history of allHistories(shape)) {
      const verdicts = new Map(checked.map((model) => [model, allows(model, history)]));
      for (const [model, allowed] of verdicts) {
        const count = counts[model];
        if (count) count[allowed ? 'allowed' : 'refused']++;
        if (definitions[model]?.(history) !== allowed && wrong.length < 3) wrong.push({ model, allowed, history });
      }
      for (const [strong, weak] of stronger)
        if (verdicts.get(strong) === true && verdicts.get(weak) === false && wrong.length < 3)
          wrong.push({ strong, weak, history });
      for (const versions of [0, 1]) {
        const within = checkFor('bounded-staleness', { staleness: { versions } })?.(history).allowed;
        if (within !== withinVersions(history, versions) && wrong.length < 3) wrong.push({ versions, within, history });
        if (verdicts.get('linearizable') === true && within === false) wrong.push({ versions, history });
      }
    }
    expect(wrong).toEqual([]);
    for (const model of checked) expect([model, counts[model]?.allowed ?? 0]).not.toEqual([model, 0]);
  }, 120_000);
});

describe('bounded staleness', () => {
  const history = timed('1 w x 1 @ 0-1', '1 w x 2 @ 10-11', '2 r x 1 @ 20-21');
  it.each([
    [{ time: 8 }, false],
    [{ time: 9 }, true],
    [{ versions: 0 }, false],
    [{ versions: 1 }, true],
  ])('by %o', (staleness, allowed) => {
    expect(checkFor('bounded-staleness', { staleness })?.(history).allowed).toBe(allowed);
  });
  it('is judged only where the bound is known', () => {
    expect(checkFor('bounded-staleness')).toBeUndefined();
  });
});

describe('convergence', () => {
  const check = (settled: number): boolean | undefined =>
    checkFor('eventual', { settled })?.(timed('1 w x 1 @ 0-1', '2 w x 2 @ 0-1', '3 r x 1 @ 10-11', '4 r x 2 @ 10-11'))
      .allowed;
  it('is asked only of what is read once all has arrived', () => {
    expect(check(5)).toBe(false);
    expect(check(20)).toBe(true);
  });
});

describe('a refusal', () => {
  it('names the operations that cannot be explained together, the one that gives it away last', () => {
    const history = timed('1 w y 5 @ 0-1', '1 w x 1 @ 2-3', '2 r y 5 @ 4-5', '2 r x - @ 6-7', '3 r y 5 @ 8-9');
    expect(checkFor('linearizable')?.(history)).toEqual({
      allowed: false,
      culprits: [history[1], history[3]],
      why: 'Session 2 reads no value of x, although session 1 writes 1 to x: no order of these operations keeps to real time.',
    });
  });

  it('says where a value came from nowhere', () => {
    const verdict = checkFor('causal')?.(timed('1 w x 1 @ 0-1', '2 r x 7 @ 2-3'));
    expect(verdict).toMatchObject({ why: 'Session 2 reads 7 from x, which nobody wrote.' });
  });

  it('cannot lose any of its culprits', () => {
    for (const { history, refused } of published)
      for (const model of refused) {
        const verdict = checkFor(model)?.(history);
        if (verdict?.allowed !== false) throw new Error('allowed');
        expect(allows(model, verdict.culprits)).toBe(false);
      }
  });
});
