/** The network between places, and the faults to be survived. */
import { placeKinds } from '../kinds.ts';
import { choice, field, list, literal, optional, reference, sequence, words } from '../pattern.ts';
import { count, duration, percentile } from '../units.ts';
import { key } from './key.ts';

const fault = choice(
  sequence(
    field(
      'fault',
      words({
        crash: 'stops, and comes back with its disk',
        loss: 'gone with its disk',
        byzantine: 'does anything: lies, forges, says one thing here and another there',
      }),
    ),
    literal('of'),
    choice(
      sequence(
        field('number', count),
        field(
          'domain',
          words({
            node: 'one process or machine',
            nodes: 'several machines',
            rack: 'a rack',
            racks: 'several racks',
            zone: 'an availability zone',
            zones: 'several zones',
            region: 'a region',
            regions: 'several regions',
            site: 'a data centre',
            sites: 'several data centres',
          }),
        ),
      ),
      field('places', list(reference(...placeKinds))),
    ),
  ),
  sequence(
    field('fault', words({ partition: 'any split of them into groups that cannot reach each other' })),
    literal('between'),
    choice(
      field(
        'domain',
        words({ nodes: 'any machines', racks: 'racks', zones: 'zones', regions: 'regions', sites: 'data centres' }),
      ),
      field('places', list(reference(...placeKinds))),
    ),
  ),
);

export const networkKeys = {
  rtt: key({
    pattern: list(sequence(optional(field('percentile', percentile)), field('time', duration))),
    on: ['link'],
    meaning: 'The round-trip time. A single figure is the median.',
    absence: 'unknown',
    examples: ['38ms', 'p50 38ms, p95 45ms'],
  }),
  timing: key({
    pattern: words({
      asynchronous: 'no bound on delays or clocks',
      'partially-synchronous': 'bounds hold eventually, from an unknown time on',
      synchronous: 'bounds on delays and clocks always hold',
    }),
    on: ['faults'],
    meaning: 'Which timing may be relied on.',
    absence: 'unknown',
    source: 'Dwork, Lynch and Stockmeyer, Consensus in the Presence of Partial Synchrony, 1988',
    examples: ['partially-synchronous'],
  }),
  tolerate: key({
    pattern: list(fault, 'and'),
    on: ['faults'],
    meaning: 'A fault that must be survived. Each line holds alone; `and` joins faults at the same time.',
    absence: 'unknown',
    examples: ['crash of 1 node', 'loss of 1 zone', 'partition between regions'],
    repeatable: true,
  }),
  pauses: key({
    pattern: duration,
    on: ['faults'],
    meaning:
      'The longest that a process stands still and then goes on: garbage collection, a virtual machine that moves.',
    absence: 'unknown',
    source: 'Gray and Cheriton, Leases, 1989; Kleppmann, How to do distributed locking, 2016',
    examples: ['5s'],
  }),
  transient: key({
    pattern: duration,
    on: ['faults'],
    meaning: 'The longest disturbance of the network that passes by itself and is better waited out.',
    absence: 'unknown',
    source: 'GitHub, October 21 post-incident analysis, 2018 (43 seconds)',
    examples: ['45s'],
  }),
} as const;
