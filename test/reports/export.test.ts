import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../language/project/config.ts';
import { Project } from '../../language/project/project.ts';
import { exportModel, jsonOf } from '../../language/reports/export.ts';
import type { ExportedModel } from '../../language/reports/export.ts';

const files = {
  'shop/places.arch': 'topology { region eu { zone a; zone b } }\n',
  'shop/model.arch': `
/** Takes orders. */
service web "Shop" in dmz
boundary dmz { trust: low }
store orders is mydb {
  primary: eu.a
  standbys: eu.*
  sync: on
}
web -> orders place { attempt: 90ms; access: write }
web ~> orders { over: tls }
faults { tolerate: crash of 1 node; tolerate: loss of 1 zone }
`,
  'shop/tech/mydb.arch': `
technology mydb "My DB" {
  reads: primary
  knob sync { value: one of on, off; default: off
    case on { commit: all standbys }
    case off { commit: local }
  }
}
`,
};

function exported(names: readonly (keyof typeof files)[], folder = 'file:///home/me/my%20work'): ExportedModel {
  const project = new Project({ config: defaultConfig, today: '2026-11-24' });
  for (const name of names) project.setDocument(`${folder}/${name}`, files[name]);
  expect(project.findings().filter(({ severity }) => severity === 'error')).toEqual([]);
  return exportModel(project);
}

const all = Object.keys(files) as (keyof typeof files)[];

describe('the exported model', () => {
  const model = exported(all);
  const entity = (id: string) => [...model.entities, ...model.flows].find((each) => each.id === id);

  it('says what it is', () => {
    expect(model).toMatchObject({ format: 'faultline-model', version: 1, units: { duration: 'milliseconds' } });
  });

  it('holds what the project declares, sorted, without the library', () => {
    const ids = model.entities.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(ids).toContain('element:web');
    expect(ids).toContain('place:eu.a');
    expect(ids).toContain('technology:mydb');
    expect(ids).not.toContain('technology:kafka');
    expect(model.flows.map(({ id }) => id)).toEqual(['flow:place', 'flow:web->orders']);
  });

  it('gives each entity with its head', () => {
    expect(entity('element:web')).toMatchObject({
      kind: 'service',
      qualified: 'web',
      title: 'Shop',
      documentation: 'Takes orders.',
      clauses: { in: 'element:dmz' },
      declared: [{ file: 'model.arch', range: { start: { line: 2, character: 8 }, end: { line: 2, character: 11 } } }],
    });
    expect(entity('technology:mydb')?.declared).toMatchObject([{ file: 'tech/mydb.arch' }]);
    expect(entity('flow:place')).toMatchObject({
      source: 'element:web',
      target: 'element:orders',
      asynchronous: false,
    });
    expect(entity('flow:web->orders')).toMatchObject({ asynchronous: true });
  });

  it('gives values with where each comes from', () => {
    expect(entity('flow:place')?.values['attempt']).toEqual({
      value: 90,
      from: {
        source: 'written',
        at: [{ file: 'model.arch', range: { start: { line: 9, character: 22 }, end: { line: 9, character: 35 } } }],
      },
    });
    expect(entity('element:orders')?.values).toMatchObject({
      reads: { value: { from: 'primary' }, from: { source: 'technology', technology: 'technology:mydb' } },
      commit: {
        value: { mode: 'all' },
        from: { source: 'knob', knob: 'knob:mydb.sync', setting: 'on', isDefault: false },
      },
    });
    expect(entity('element:orders')?.knobs).toEqual({ sync: { knob: 'knob:mydb.sync', value: 'on' } });
    const faults = model.entities.find(({ kind }) => kind === 'faults');
    expect(faults?.values['tolerate']?.value).toHaveLength(2);
  });

  it('gives where copies stand', () => {
    expect(entity('element:orders')?.placement).toEqual({
      copies: 3,
      primary: ['place:eu.a'],
      places: ['place:eu.a', 'place:eu.b'],
      domains: { region: ['place:eu'], zone: ['place:eu.a', 'place:eu.b'] },
      everyPlaceHoldsOne: true,
    });
    expect(entity('element:web')?.placement).toBeUndefined();
  });

  it('gives what the analyses derive', () => {
    const facts = entity('element:orders')?.facts ?? [];
    expect(facts.length).toBeGreaterThan(0);
    for (const { label, value } of facts) {
      expect(label).toBeTypeOf('string');
      expect(value).toBeTypeOf('string');
    }
  });

  it('is the same in any order of files and in any folder, and survives JSON', () => {
    expect(exported(all.toReversed(), 'file:///elsewhere')).toEqual(model);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  it('of an empty project is empty', () => {
    expect(exported([])).toMatchObject({ entities: [], flows: [] });
  });
});

describe('values as JSON', () => {
  it.each([
    [
      new Map([
        ['b', 1],
        ['a', undefined],
      ] as [string, unknown][]),
      { b: 1 },
    ],
    [
      { b: 1, a: [undefined, Infinity] },
      { a: [null, 'Infinity'], b: 1 },
    ],
    [undefined, null],
    [true, true],
  ])('%j', (value, json) => {
    expect(jsonOf(value)).toEqual(json);
  });
});
