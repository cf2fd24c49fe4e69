import { describe, expect, it } from 'vitest';
import { scenariosOf } from '../../language/reports/scenarios.ts';
import { entityAt } from '../../server/lsp/entity-at.ts';
import { keepScenario, whatIf } from '../../server/lsp/what-if.ts';
import type { View } from '../../server/lsp/view.ts';
import type { Happening } from '../../server/protocol.ts';
import { projectOf } from '../support/project.ts';

const uri = 'file:///main.arch';
const text = `topology { region west { zone a; zone b; zone c }; region north { zone a } }
system shop {
  service api { replicas: 2 across west.b, north.a }
  store orders is postgres {
    primary: west.a; standbys: west.b, north.a; commit: any 1 standby, else block; reads: primary
    failover: automatic within 30s, decided by arbiter; fencing: epoch
  }
  consensus arbiter is etcd { voters: west.a, west.b, west.c }
  api -> orders reserve { access: update }
  operation buy at api { steps: reserve }
}
`;

function viewOf(source: string): View {
  const project = projectOf([[uri, source]]);
  return { project, textOf: (asked) => (asked === uri ? source : undefined), findings: () => project.findings() };
}

const pause = (): Promise<void> => Promise.resolve();
const nothing: Happening = { stopped: [], groups: [], cuts: [], slow: [] };
const zoneFails: Happening = { ...nothing, stopped: [{ id: 'place:west.a', disk: 'open' }] };
const apart: Happening = { ...nothing, groups: [['place:west'], ['place:north']] };

describe('what if', () => {
  it('answers in words and by entity', async () => {
    const result = await whatIf(viewOf(text), { uri, happens: zoneFails }, 7, pause);
    expect(result.story).toEqual(['`west.a` stops']);
    expect(result.effects.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['operation:shop.buy', 'element:shop.orders', 'place:west.a']),
    );
    expect(result.effects[0]?.id).toBe('operation:shop.buy');
    expect(result.places.map(({ id }) => id)).toContain('place:north.a');
  });

  it('takes nothing that the model does not know, and answers nothing for nothing', async () => {
    const happens: Happening = {
      stopped: [
        { id: 'place:nowhere', disk: 'gone' },
        { id: 'operation:shop.buy', disk: 'gone' },
      ],
      groups: [['place:west'], ['element:shop.api']],
      cuts: [{ from: 'place:west', to: 'nothing' }],
      slow: [],
    };
    const result = await whatIf(viewOf(text), { uri, happens }, 1, pause);
    expect(result.happens).toEqual(nothing);
    expect(result.effects).toEqual([]);
    expect(await keepScenario(viewOf(text), uri, happens, pause)).toBeNull();
  });

  it('plays a scenario step by step', async () => {
    const view = viewOf(`${text}scenario s { fail: west.a, west.b; expect: buy available }\n`);
    const ask = (steps: number) => whatIf(view, { uri, scenario: 'scenario:s', steps }, 1, pause);
    expect((await ask(1)).story).toEqual(['`west.a` stops']);
    expect((await ask(1)).expectations[0]?.verdict).toBe('holds');
    expect((await ask(2)).expectations[0]?.verdict).toBe('fails');
    expect((await ask(2)).steps).toBe(2);
  });

  it.each<[what: string, happens: Happening]>([
    ['a zone', zoneFails],
    ['a replica', { ...nothing, stopped: [{ id: 'element:shop.orders', at: 'place:west.a', disk: 'gone' }] }],
    ['a partition', apart],
    [
      'cuts and slow links',
      {
        ...apart,
        cuts: [{ from: 'place:west', to: 'place:north' }],
        slow: [{ between: ['place:west', 'place:north'], time: 2000 }],
      },
    ],
  ])('keeps %s as a scenario in which everything holds', async (_, happens) => {
    const kept = await keepScenario(viewOf(text), uri, happens, pause);
    const { project } = viewOf(text + (kept?.newText ?? ''));
    expect(project.findings().filter(({ rule }) => /^language\/|failed-expectation/.test(rule))).toEqual([]);
    const [scenario] = scenariosOf(project);
    expect(scenario?.expectations.length).toBeGreaterThan(0);
    expect(scenario?.expectations.every(({ verdict }) => verdict === 'holds')).toBe(true);
  });

  it('gives a second scenario a name of its own', async () => {
    const first = await keepScenario(viewOf(text), uri, zoneFails, pause);
    const second = await keepScenario(viewOf(text + (first?.newText ?? '')), uri, zoneFails, pause);
    expect(first?.newText).toContain('scenario fail-west-a "What if west.a stops?"');
    expect(second?.newText).toContain('scenario fail-west-a-2 ');
  });

  it('knows what the cursor stands in', () => {
    const line = text.split('\n').findIndex((each) => each.includes('primary: west.a'));
    expect(entityAt(viewOf(text), uri, { line, character: 6 })).toEqual({ id: 'element:shop.orders' });
    expect(entityAt(viewOf(text), uri, { line: 0, character: 20 })).toEqual({ id: 'place:west' });
  });
});
