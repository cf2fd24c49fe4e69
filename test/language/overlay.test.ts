/** What an option makes of the model: the same as if its texts had been written so. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../language/model/finding.ts';
import { patchOf } from '../../language/model/overlay.ts';
import type { Entity, Model, Patch } from '../../language/model/model.ts';
import { isLibrary } from '../../language/model/origin.ts';
import type { Project, Variant } from '../../language/project/project.ts';
import { figuresOf } from '../../language/reports/consequences.ts';
import type { Figure } from '../../language/reports/consequences.ts';
import { uriOf } from '../support/annotated.ts';
import { projectOf, strict } from '../support/project.ts';
import { runs } from '../support/properties.ts';

const BASE = uriOf('base.arch');
const DECISION = uriOf('decision.arch');

/** The project of a text, with an option that holds the statements. */
function projectWith(base: string, option: string, within = ''): Project {
  const decision = `decision d { option o { ${option} } }`;
  const text = within === '' ? decision : `extend ${within} { ${decision} }`;
  return projectOf(
    [
      [BASE, base],
      [DECISION, text],
    ],
    { config: strict, incremental: true },
  );
}

function optionIn({ model }: Project): { option: Entity; patch: Patch } {
  const id = model.ofKind('option')[0] ?? '';
  const option = model.entity(id);
  if (!option) throw new Error('There is no option.');
  return { option, patch: patchOf(model, option) };
}

function taken(project: Project): Variant {
  const { option, patch } = optionIn(project);
  return project.variant(patch, { entity: option.id });
}

const isOfDecision = ({ kind }: Entity): boolean => kind === 'decision' || kind === 'option';

/** What the model holds, without where it is written. */
function contentOf(model: Model): Record<string, unknown> {
  const entities = [...model.entities.values()].filter(
    (entity) => !isOfDecision(entity) && !isLibrary(entity.uris[0] ?? ''),
  );
  const content = entities.map((entity): [string, unknown] => [
    entity.id,
    { ...entity, uris: [], values: sorted(entity.values), knobs: sorted(entity.knobs) },
  ]);
  return Object.fromEntries(content.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const sorted = (map: ReadonlyMap<string, unknown>): [string, unknown][] =>
  [...map].map(([key, value]): [string, unknown] => [key, withoutPaths(value)]).sort(([a], [b]) => (a < b ? -1 : 1));

/** What names stand for, not how they are written. */
function withoutPaths(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'path' ? undefined : part))) as unknown;
}

const said = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ rule }) => !rule.startsWith('language/') && !rule.startsWith('decisions/'))
    .map(({ id, message, severity }) => `${id} ${severity} ${message}`)
    .sort();

const figuresIn = (asked: Project | Variant): Figure[] =>
  [...asked.model.entities.keys()].sort().flatMap((id) => figuresOf(asked, id));

/** The option equals the texts written out. */
function expectSame(project: Project, written: string): void {
  const other = projectOf([[BASE, written]], { config: strict });
  const variant = taken(project);
  expect(contentOf(variant.model)).toEqual(contentOf(other.model));
  expect(figuresIn(variant)).toEqual(figuresIn(other));
  expect(said(variant.findings())).toEqual(said(other.findings()));
}

const places = `topology { region eu { zone a; zone b; zone c }; region us { zone a }; link eu <-> us { rtt: 80ms } }
faults { tolerate: loss of 1 zone }
`;

const inPlaces = (text: string): string => (text.startsWith('topology') ? text : places + text);

describe('an option', () => {
  const cases: readonly (readonly [what: string, base: string, option: string, written: string])[] = [
    [
      'puts a value in place of another',
      'store s is postgres { primary: eu.a; standbys: eu.b; commit: local; rpo: 0s }',
      'extend s { commit: any 1 standby, else block }',
      'store s is postgres { primary: eu.a; standbys: eu.b; commit: any 1 standby, else block; rpo: 0s }',
    ],
    [
      'adds a value',
      'store s is postgres { primary: eu.a }',
      'extend s { standbys: eu.b; reads: any replica }',
      'store s is postgres { primary: eu.a; standbys: eu.b; reads: any replica }',
    ],
    [
      'sets a knob anew',
      'store s is mongodb { replicas: 3 across eu.*; w: majority }',
      'extend s { w: 1 }',
      'store s is mongodb { replicas: 3 across eu.*; w: 1 }',
    ],
    [
      'sets a knob where the key was written that it speaks of',
      'store s is mongodb { replicas: 3 across eu.*; commit: majority }',
      'extend s { w: 1 }',
      'store s is mongodb { replicas: 3 across eu.*; w: 1 }',
    ],
    [
      'puts all lines of a key in place of all',
      'store s { cost: 5 EUR/month; cost: 7 EUR/month for operations }',
      'extend s { cost: 9 EUR/month }',
      'store s { cost: 9 EUR/month }',
    ],
    [
      'adds to a section',
      '',
      'faults { tolerate: loss of 1 zone; tolerate: partition between regions }',
      'faults { tolerate: partition between regions }',
    ],
    [
      'takes another technology, and what belongs to the old one goes',
      'service a; store s is mongodb { replicas: 3 across eu.*; w: 1; rpo: 0s; cost: 4 EUR/month }\na -> s put { access: write }',
      'replace s is cockroachdb { }',
      'service a; store s is cockroachdb { replicas: 3 across eu.*; rpo: 0s }\na -> s put { access: write }',
    ],
    [
      'takes another technology and says anew where the copies stand',
      'store s is postgres { primary: eu.a; standbys: eu.b }',
      'replace s is cockroachdb { replicas: 3 across eu.* }',
      'store s is cockroachdb { replicas: 3 across eu.* }',
    ],
    [
      'drops what flows set of the old technology',
      'service a; log l is kafka { replicas: 3 across eu.* }\na -> l put { access: append; acks: all }',
      'replace l is nats-jetstream { }',
      'service a; log l is nats-jetstream { replicas: 3 across eu.* }\na -> l put { access: append }',
    ],
    [
      'takes something out, with what stands in it, its flows, and its name in lists',
      'service a { operation o { steps: get, put } }; cache c; store s\na -> c get { access: read }\na -> s put { access: write }',
      'remove c',
      'service a { operation o { steps: put } }; store s\na -> s put { access: write }',
    ],
    [
      'takes out a boundary with all inside',
      'service a; boundary b { store s }; store t in b\na -> s',
      'remove b',
      'service a; store t',
    ],
    [
      'takes out a zone',
      'store s { replicas: 3 across eu.*; standbys: eu.b, eu.c }',
      'remove eu.c',
      `${places.replace('; zone c', '')}store s { replicas: 3 across eu.*; standbys: eu.b }`,
    ],
    [
      'adds an element and a flow',
      'service a',
      'store s { replicas: 2 }\na -> s put { access: write }\na -> s',
      'service a; store s { replicas: 2 }\na -> s put { access: write }\na -> s',
    ],
    [
      'adds inside something',
      'system p { service a }',
      'extend p { store s\na -> s put { access: write } }\nextend s { replicas: 2 across eu.* }',
      'system p { service a; store s { replicas: 2 across eu.* }\na -> s put { access: write } }',
    ],
    [
      'adds a zone, of which names for all zones know',
      'store s { replicas: 3 across eu.* }',
      'extend eu { zone d }',
      `${places.replace('zone c', 'zone c; zone d')}store s { replicas: 3 across eu.* }`,
    ],
    [
      'changes what stands inside something',
      'system p { boundary b { store s { replicas: 2 } } }',
      'extend p { extend s { replicas: 3 } }',
      'system p { boundary b { store s { replicas: 3 } } }',
    ],
    ['does nothing', 'store s', '', 'store s'],
  ];

  it.each(cases)('%s', (_, base, option, written) => {
    const project = projectWith(places + base, option);
    const language = project
      .findings()
      .filter(({ rule, severity }) => rule.startsWith('language/') && severity === 'error');
    expect(language).toEqual([]);
    expectSame(project, inPlaces(written));
  });

  it('stands where its decision stands', () => {
    const project = projectWith('system p { service a }', 'store s\na -> s put { access: write }', 'p');
    expectSame(project, 'system p { service a; store s\na -> s put { access: write } }');
  });

  it.each(cases)('is the model once that is as it says: %s', (_, __, option, written) => {
    if (option.startsWith('remove') || option.startsWith('replace')) return;
    // What is written out needs no name for all any more.
    const { patch } = optionIn(projectWith(inPlaces(written), option));
    expect([...patch.keys()]).toEqual([]);
  });

  it('leaves the model alone, and its names unknown outside', () => {
    const base = 'system p { service a }\nservice b';
    const project = projectWith(`${places}${base}`, 'store s; extend p { store t }; extend eu { zone d }');
    const plain = projectOf([[BASE, `${places}${base}`]], { config: strict });
    expect(contentOf(project.model)).toEqual(contentOf(plain.model));
    const named = projectOf([
      [BASE, `${places}${base}\nb -> s\nb -> p.t\nextend p { a -> t }\nstore u { replicas: 3 across eu.* }`],
      [DECISION, 'decision d { option o { store s; extend p { store t }; extend eu { zone d } } }'],
    ]);
    expect(
      named
        .findings()
        .filter(({ rule }) => rule === 'language/unresolved-name')
        .map(({ message }) => message.slice(0, 27)),
    ).toHaveLength(3);
  });
});

interface Draft {
  readonly stores: readonly { readonly keys: Readonly<Record<string, string>>; readonly used: boolean }[];
}

const settings = {
  replicas: ['3 across eu.a, eu.b, eu.c', '2 across eu.a, us.a', '5'],
  reads: ['any replica', 'primary'],
  commit: ['local', 'majority'],
  rpo: ['0s', '5min'],
  cost: ['10 EUR/month', '20 EUR/month per replica'],
  fencing: ['epoch', 'none'],
} as const;

const keys: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record(
    Object.fromEntries(Object.entries(settings).map(([key, values]) => [key, fc.constantFrom<string[]>(...values)])),
    { requiredKeys: [] },
  )
  .map((drawn) => Object.fromEntries(Object.entries(drawn).flatMap(([key, value]) => (value ? [[key, value]] : []))));
const drafts: fc.Arbitrary<Draft> = fc.record({
  stores: fc.array(fc.record({ keys, used: fc.boolean() }), { minLength: 1, maxLength: 4 }),
});

const body = (of: Readonly<Record<string, string>>): string =>
  Object.entries(of)
    .map(([key, value]) => `${key}: ${value}`)
    .join('; ');

const storeText = (i: number, of: Readonly<Record<string, string>>): string =>
  `  store kept${String(i)} { ${body(of)} }`;
const flowText = (i: number): string =>
  `  web -> kept${String(i)} put${String(i)} { access: write; needs: linearizable }\n  web -> kept${String(i)} get${String(i)} { access: read }`;

/** @param gone what is not written. */
function textOf({ stores }: Draft, gone: ReadonlySet<number> = new Set()): string {
  const kept = stores.map((store, i) => ({ store, i })).filter(({ i }) => !gone.has(i));
  return [
    places,
    'system shop { budget: 30 EUR/month',
    '  service web { replicas: 2 across eu.a, eu.b; cost: 3 EUR/month }',
    ...kept.map(({ store, i }) => storeText(i, store.keys)),
    ...kept.filter(({ store }) => store.used).map(({ i }) => flowText(i)),
    '}',
  ].join('\n');
}

describe('what is computed for an option', () => {
  it('equals the analysis of the texts written out', () => {
    fc.assert(
      fc.property(drafts, fc.array(fc.tuple(fc.nat(4), keys)), fc.array(fc.nat(5)), (draft, edits, removed) => {
        const gone = new Set(removed.filter((i) => i < draft.stores.length && removed.length < 3));
        const stores = [...draft.stores];
        const statements: string[] = [];
        for (const [i, changed] of new Map(edits)) {
          const store = stores[i];
          if (gone.has(i) || Object.keys(changed).length === 0) continue;
          if (store) {
            stores[i] = { ...store, keys: { ...store.keys, ...changed } };
            statements.push(`extend kept${String(i)} { ${body(changed)} }`);
          } else if (i === stores.length) {
            stores.push({ keys: changed, used: true });
            statements.push(`extend shop {\n${storeText(i, changed)}\n${flowText(i)}\n}`);
          }
        }
        for (const i of gone) statements.push(`remove kept${String(i)}`);
        const project = projectWith(textOf(draft), statements.join('\n'));
        project.findings();
        expectSame(project, textOf({ stores }, gone));
      }),
      { numRuns: runs(60) },
    );
  });

  it('is computed again only where it reads what the option changes', () => {
    const system = (i: number): string =>
      `system p${String(i)} { service w { replicas: 2 across eu.a, eu.b }
  store s is postgres { primary: eu.a; standbys: us.a; commit: local }
  w -> s put { access: write; needs: linearizable }
  operation pay at w { steps: put } }`;
    const work = [2, 20].map((n) => {
      const systems = Array.from({ length: n }, (_, i) => system(i)).join('\n');
      const project = projectWith(places + systems, 'extend p1.s { commit: any 1 standby, else block }');
      project.findings();
      figuresIn(project);
      const before = new Map(project.counters.analyses);
      const variant = taken(project);
      figuresIn(variant);
      variant.findings();
      // Nothing is asked of the model itself.
      expect(project.counters.analyses).toEqual(before);
      // Where attackers get is asked of everything that runs: that reads every element.
      return Object.fromEntries([...variant.analyses].filter(([name]) => !name.startsWith('security/')));
    });
    expect(work[1]).toEqual(work[0]);
    expect(Object.keys(work[0] ?? {})).not.toHaveLength(0);
  });

  it('is not told of the model itself, whichever is asked first', () => {
    const project = projectWith(
      `${places}store s { cost: 10 EUR/month }\nsystem p { store t { cost: 5 EUR/month } }`,
      'extend t { cost: 7 EUR/month }',
    );
    const variant = taken(project);
    const cost = (asked: Project | Variant): string[] => figuresOf(asked, 'element:p').map(({ value }) => value);
    expect(cost(variant)).toEqual(['7 EUR']);
    expect(cost(project)).toEqual(['5 EUR']);
    expect(cost(taken(project))).toEqual(['7 EUR']);
    expect(cost(variant)).toEqual(['7 EUR']);
  });
});
