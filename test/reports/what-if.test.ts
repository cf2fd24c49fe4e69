import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { situationOf } from '../../language/analyses/failures/situation.ts';
import { affectedBy, expectedIn } from '../../language/reports/what-if.ts';
import { projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';

const shop = `topology {
  region west { zone a; zone b; zone c }
  region north { zone a }
}
client web
service api { replicas: 3 across west.a, west.b, north.a }
service report { replicas: 1 across west.a }
worker mailer { replicas: 1 across west.b }
cache sessions is redis { replicas: 1 across west.a }
store orders is postgres {
  primary: west.a; standbys: west.b, north.a; commit: any 1 standby, else block; reads: primary
  failover: automatic within 30s, decided by arbiter; fencing: epoch; rpo: 0s; rto: 10s
}
store archive is postgres { primary: west.a; standbys: north.a; commit: local; reads: any replica; failover: none }
consensus arbiter is etcd { voters: west.a, west.b, west.c }
web -> api buy
api -> sessions session { dependency: soft; access: read }
api -> orders reserve { access: update }
api ~> mailer notify
report -> archive look { access: read }
operation buy at api { steps: session, reserve }
`;

/** What becomes of each thing that is affected, without the words. */
function effectsIn(happens: string, text = shop): Record<string, string[]> {
  const project = projectOf([['file:///main.arch', `${text}scenario s { ${happens} }`]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  const scenario = project.model.entity('scenario:s');
  if (!scenario) throw new Error('There is no scenario.');
  const affected = [...affectedBy(project, situationOf(scenario))].flatMap((each) => each ?? []);
  return Object.fromEntries(
    affected.map(({ entity, effects }) => [entity.id, effects.map(({ kind, text: words }) => `${kind}: ${words}`)]),
  );
}

const stopped = (effects: Record<string, string[]>): string[] =>
  Object.keys(effects).filter((id) => effects[id]?.some((effect) => effect.startsWith('stops')));

describe('what follows when something fails', () => {
  it('tells exactly what stops with a zone', () => {
    const effects = effectsIn('lose: west.a');
    expect(stopped(effects).sort()).toEqual([
      'element:archive',
      'element:report',
      'element:sessions',
      'flow:look',
      'flow:session',
      'place:west.a',
    ]);
    expect(effects['element:orders']).toEqual([
      'breaks: misses its `rto` of 10s',
      'interrupted: is interrupted for at most 30s',
    ]);
    expect(effects['element:api']).toEqual([
      'interrupted: is interrupted for at most 30s',
      'degraded: goes on without `sessions`',
      'degraded: runs with 2 of 3 copies',
    ]);
    expect(effects['operation:buy']).toEqual([
      'interrupted: is interrupted for at most 30s',
      'degraded: goes on without `sessions`',
    ]);
    expect(effects['element:archive']).toContain('loses: may lose acknowledged writes');
  });

  it('tells who can still write on which side of a partition, and whose reads are stale', () => {
    const effects = effectsIn('partition: west | north');
    expect(effects['element:orders']).toEqual(['divided: `west` reads and writes; `north` neither reads nor writes']);
    expect(effects['element:archive']).toEqual([
      'divided: `west` reads and writes; `north` reads, no writes',
      'stale: reads in `north` are stale',
    ]);
    expect(effects['operation:buy']).toEqual(['divided: is not answered from `north`']);
    // Nothing that stands on one side is other than it was.
    expect(effects).not.toHaveProperty('element:arbiter');
    expect(effects).not.toHaveProperty('element:report');
  });

  it('knows one copy from all of them', () => {
    expect(effectsIn('fail: api in west.a')).toEqual({ 'element:api': ['degraded: runs with 2 of 3 copies'] });
    expect(stopped(effectsIn('fail: api'))).toEqual(expect.arrayContaining(['element:api', 'operation:buy']));
    expect(effectsIn('fail: orders in west.a')['element:orders']).toContain(
      'interrupted: is interrupted for at most 30s',
    );
  });

  it('says nothing where nothing fails, or where it does not matter', () => {
    expect(effectsIn('')).toEqual({});
    expect(Object.keys(effectsIn('fail: west.c'))).toEqual(['place:west.c', 'element:arbiter'].sort().reverse());
  });

  it('leaves open what nobody says', () => {
    const text =
      'topology { region west { zone a; zone b } }\nstore db is postgres { primary: west.a; standbys: west.b; commit: local }\n';
    expect(effectsIn('fail: west.a', text)['element:db']).toEqual([
      'open: may stop',
      'open: may lose acknowledged writes',
    ]);
  });

  it('judges what scenarios expect of the same failures, and a played one’s step by step', () => {
    const text = `${shop}scenario down { fail: west.a; expect: buy available within 30s }
scenario other { fail: west.b; expect: buy available }
scenario both { fail: west.a, north; expect: buy available }`;
    const project = projectOf([['file:///main.arch', text]]);
    const down = project.model.entity('scenario:down');
    const both = project.model.entity('scenario:both');
    if (!down || !both) throw new Error('There is no scenario.');
    const found = expectedIn(project, situationOf(down), undefined);
    expect(found.map(({ scenario, verdict }) => [scenario.name, verdict])).toEqual([['down', 'holds']]);
    expect(expectedIn(project, situationOf(both), both.id).map(({ verdict }) => verdict)).toEqual(['fails']);
    expect(expectedIn(project, situationOf(down), both.id).map(({ verdict }) => verdict)).toEqual(['holds']);
  });

  it('never lets more failures mend what stops with fewer', () => {
    const zones = fc.uniqueArray(fc.constantFrom('west.a', 'west.b', 'west.c', 'north.a'), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(zones, (failing) => {
        const [first = '', ...rest] = failing;
        const few = stopped(effectsIn(`lose: ${first}`));
        const many = stopped(effectsIn(`lose: ${[first, ...rest].join(', ')}`));
        expect(many).toEqual(expect.arrayContaining(few));
      }),
      { numRuns: runs(15) },
    );
  });
});
