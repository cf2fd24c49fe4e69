import { describe, expect, it } from 'vitest';
import { participantsOf } from '../../language/analyses/consistency/participants.ts';
import { projectOf } from '../support/project.ts';

const where = 'topology { region r { zone a; zone b; zone c } }';

/** What must take part, in a few words: `purpose via contact + answers choice (otherwise)`. */
function inWords(store: string, flow: string): string {
  const text = `${where}\nservice s\nstore db ${store}\ns -> db f { ${flow} }`;
  const project = projectOf([['file:///main.arch', text]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  const found = project.ask(`participants ${text}`, (facts) => {
    const [use, db] = [facts.entity('flow:f'), facts.entity('element:db')];
    if (!use || !db) throw new Error('the fixture declares both');
    return participantsOf(facts, use, db);
  });
  if (!found) return 'nothing known';
  const rounds = found.rounds.map(({ purpose, contact, answers, choice, otherwise, backing, sloppy, inChain }) =>
    [
      `${purpose} via ${contact}`,
      answers === 0 ? '' : `+ ${String(answers ?? '?')} ${inChain ? 'in chain' : choice}`,
      sloppy ? 'sloppy' : '',
      otherwise === 'block' ? '' : `else ${otherwise ?? '?'}`,
      backing === undefined ? '' : `backed by ${String(backing)}`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
  return [...rounds, ...(found.missing.length > 0 ? [`missing ${found.missing.join(', ')}`] : [])].join('; ');
}

describe('who takes part in an access', () => {
  it.each([
    // Single copy
    ['{ replicas: 1 }', 'access: write', 'write via leader'],
    // A primary with standbys
    ['{ primary: r.a; standbys: r.b, r.c; commit: local }', 'access: write', 'write via leader'],
    ['{ primary: r.a; standbys: r.b, r.c }', 'access: write', 'write via leader + ? fastest; missing commit'],
    [
      '{ primary: r.a; standbys: r.b, r.c; commit: any 1 standby, else block }',
      'access: update',
      'write via leader + 1 fastest',
    ],
    [
      '{ primary: r.a; standbys: r.b, r.c; commit: first 1 standby }',
      'access: write',
      'write via leader + 1 in-order else ?',
    ],
    [
      '{ primary: r.a; standbys: r.b, r.c; commit: all standbys, else continue }',
      'access: write',
      'write via leader + 2 every else continue',
    ],
    ['{ primary: r.a; standbys: r.b, r.c; commit: majority }', 'access: write', 'write via leader + 1 fastest'],
    ['{ primary: r.a; standbys: r.b, r.c; reads: primary }', 'access: read', 'read via leader'],
    ['{ primary: r.a; standbys: r.b, r.c; reads: any replica }', 'access: read', 'read via any'],
    ['{ primary: r.a; standbys: r.b, r.c }', 'access: read', 'missing reads'],
    // Quorums
    [
      '{ replication: quorum; replicas: 3; commit: majority; reads: quorum }',
      'access: read',
      'read via coordinator + 2 fastest',
    ],
    [
      '{ replication: quorum; replicas: 5; commit: 4 replicas; reads: quorum }',
      'access: update',
      'read via coordinator + 2 fastest; write via coordinator + 4 fastest',
    ],
    [
      '{ replication: quorum; replicas: 3; commit: 2 replicas sloppy }',
      'access: write',
      'write via coordinator + 2 fastest sloppy',
    ],
    [
      '{ replication: quorum; replicas: 3; commit: all standbys, else block }',
      'access: write',
      'write via coordinator + 3 every',
    ],
    [
      '{ replication: quorum; commit: majority }',
      'access: write',
      'write via coordinator + ? fastest; missing replicas',
    ],
    ['is cassandra { replicas: 3 }', 'access: write; consistency: ONE', 'write via coordinator + 1 fastest'],
    ['is cassandra { replicas: 3 }', 'access: read; consistency: ALL', 'read via coordinator + 3 every'],
    // Consensus
    ['is etcd { replicas: 5 }', 'access: write', 'write via leader + 2 fastest backed by 3'],
    ['is etcd { replicas: 5 }', 'access: read', 'read via leader + 2 fastest backed by 3'],
    ['is etcd { replicas: 5 }', 'access: read; serializable: yes', 'read via any'],
    ['is cockroachdb { replicas: 3 }', 'access: read', 'read via leader backed by 2'],
    ['{ replication: consensus; replicas: 5; quorum: 4 }', 'access: write', 'write via leader + 3 fastest backed by 4'],
    // Chains, several primaries
    ['{ replication: chain; replicas: 3; reads: tail }', 'access: write', 'write via head + 2 in chain'],
    ['{ replication: chain; replicas: 3; reads: tail }', 'access: read', 'read via tail'],
    ['{ replication: multi-primary; replicas: 2; commit: local }', 'access: write', 'write via nearest'],
    // Nobody says how the copies are kept
    ['{}', 'access: write', 'missing replicas'],
  ])('of a store %s, with %s', (store, flow, expected) => {
    expect(inWords(store, flow)).toBe(expected);
  });
});
