/** A project that is edited equals one that is built anew, and works no more than the edit reaches. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Project } from '../../language/project/project.ts';
import { uriOf } from '../support/annotated.ts';
import { projectOf, strict } from '../support/project.ts';
import { runs } from '../support/properties.ts';

/** Everything that is seen of a project, in an order that does not depend on how it came about. */
function seen(project: Project): unknown {
  const { model } = project;
  return {
    findings: project.findings(),
    entities: [...model.entities.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    indexes: [...model.entities.keys()]
      .sort()
      .map((id) => [model.childrenOf(id), model.flowsFrom(id), model.flowsTo(id)]),
    kinds: [...new Set([...model.entities.values()].map(({ kind }) => kind))]
      .sort()
      .map((kind) => [kind, model.ofKind(kind)]),
    uses: project.documents().map((uri) => project.document(uri)?.uses),
  };
}

const name = fc.constantFrom('a', 'b', 'c', 'd', 'shop', 'tech');
const path = fc.oneof(
  name,
  fc.tuple(name, name).map((names) => names.join('.')),
);
const kind = fc.constantFrom('service', 'store', 'system', 'boundary', 'cache', 'serivce');

const property = fc.oneof(
  fc.constantFrom(
    'replicas: 2',
    'replicas: 3 across eu.*',
    'reads: any replica',
    'replication: primary-backup',
    'commit: local',
    'size: 3',
    'size: big',
    'ttl: 1min',
    'owner: "Ada"',
    'holds: Order',
    'commit: al',
    'failover: manual',
  ),
  path.map((target) => `primary: eu.${target}`),
  path.map((target) => `failover: automatic within 30s, decided by ${target}`),
);
const flowBody = fc.constantFrom(
  '',
  ' { needs: linearizable }',
  ' { access: write }',
  ' { size: 3; deadline: 1s; attempt: 2s }',
);

const { statement } = fc.letrec<{ statement: string }>((tie) => ({
  statement: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc
      .tuple(path, path, fc.option(name, { nil: '' }), flowBody)
      .map(([from, to, flow, body]) => `${from} -> ${to} ${flow}${body}`),
    fc
      .tuple(
        kind,
        name,
        fc.option(name, { nil: undefined }),
        fc.array(property, { maxLength: 3 }),
        fc.array(tie('statement'), { maxLength: 3 }),
      )
      .map(
        ([k, n, technology, properties, inside]) =>
          `${k} ${n}${technology === undefined ? '' : ` is ${technology}`} {\n${[...properties, ...inside].join('\n')}\n}`,
      ),
    fc
      .tuple(path, fc.array(property, { maxLength: 2 }), fc.array(tie('statement'), { maxLength: 2 }))
      .map(([n, properties, inside]) => `extend ${n} {\n${[...properties, ...inside].join('\n')}\n}`),
    fc
      .tuple(
        name,
        fc.option(name, { nil: undefined }),
        fc.constantFrom('count', 'one of big, small', 'duration'),
        fc.constantFrom('', '; on: flow', '; default: 1'),
      )
      .map(
        ([n, base, value, more]) =>
          `technology ${n}${base === undefined ? '' : ` is ${base}`} { knob size { value: ${value}${more} } }`,
      ),
    fc.tuple(name, name).map(([a, b]) => `topology { region eu { zone ${a}; zone ${b} } }`),
    fc.constantFrom(
      'data Order { needs: causal }',
      'faults { tolerate: partition between zones }',
      '// faultline-ignore language/unknown-key -- fine',
      'accept consistency/weaker-than-needed on a { because: "fine" }',
      'replicas: 2',
      '}',
      'service {',
    ),
    fc
      .tuple(name, path, path)
      .map(([n, from, to]) => `decision ${n} { option x { extend ${from} { replicas: 4; service ${to} } } }`),
    fc
      .tuple(name, path, path)
      .map(([n, from, to]) => `operation ${n} at ${from} { steps: ${to}, 2 ${n} 5%; rate: 3/s }`),
  ),
}));

type Files = Map<string, string[]>;
type Edit = (files: Files) => void;

const FILES = ['a.arch', 'b.arch', 'c.arch'];
const file = fc.constantFrom(...FILES);
const spot = fc.nat(20);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(file, spot, statement).map(
    ([f, at, text]): Edit =>
      (files) =>
        void files.get(f)?.splice(at % ((files.get(f)?.length ?? 0) + 1), 0, text),
  ),
  fc.tuple(file, spot).map(
    ([f, at]): Edit =>
      (files) =>
        void files.get(f)?.splice(at % Math.max(1, files.get(f)?.length ?? 1), 1),
  ),
  fc.tuple(file, spot, statement).map(([f, at, text]): Edit => (files) => {
    const lines = files.get(f);
    if (lines && lines.length > 0) lines[at % lines.length] = text;
  }),
  // A rename of every occurrence of a word in one file.
  fc.tuple(file, name, name).map(([f, from, to]): Edit => (files) => {
    files.set(
      f,
      (files.get(f) ?? []).map((text) => text.replace(new RegExp(`\\b${from}\\b`, 'g'), to)),
    );
  }),
  // A statement moves to another file.
  fc.tuple(file, file, spot).map(([from, to, at]): Edit => (files) => {
    const lines = files.get(from);
    const moved = lines?.splice(at % Math.max(1, lines.length), 1) ?? [];
    files.get(to)?.push(...moved);
  }),
);

const textOf = (lines: readonly string[]): string => lines.join('\n');
const built = (files: Files, order: readonly string[] = FILES): Project =>
  projectOf(
    order.map((f) => [uriOf(f), textOf(files.get(f) ?? [])] as const),
    { config: strict, incremental: true },
  );

describe('an edited project', () => {
  it('equals one that is built anew', () => {
    fc.assert(
      fc.property(
        fc.tuple(...FILES.map(() => fc.array(statement, { maxLength: 4 }))),
        fc.array(edit, { minLength: 1, maxLength: 5 }),
        (texts, edits) => {
          const files: Files = new Map(FILES.map((f, i) => [f, [...(texts[i] ?? [])]]));
          const project = built(files);
          project.findings();
          for (const apply of edits) {
            const before = new Map([...files].map(([f, lines]) => [f, textOf(lines)]));
            apply(files);
            for (const [f, lines] of files)
              if (textOf(lines) !== before.get(f)) project.setDocument(uriOf(f), textOf(lines));
            project.findings();
          }
          expect(seen(project)).toEqual(seen(built(files)));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('equals one without the documents that were deleted', () => {
    fc.assert(
      fc.property(fc.tuple(...FILES.map(() => fc.array(statement, { maxLength: 4 }))), (texts) => {
        const files: Files = new Map(FILES.map((f, i) => [f, [...(texts[i] ?? [])]]));
        const project = built(files);
        project.findings();
        project.deleteDocument(uriOf('a.arch'));
        files.delete('a.arch');
        expect(seen(project)).toEqual(seen(built(files, FILES.slice(1))));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a project', () => {
  it('does not depend on the order of its files, nor on whether changes are awaited', () => {
    fc.assert(
      fc.property(
        fc.tuple(...FILES.map(() => fc.array(statement, { maxLength: 5 }))),
        fc.shuffledSubarray(FILES, { minLength: FILES.length }),
        fc.boolean(),
        (texts, order, incremental) => {
          const files: Files = new Map(FILES.map((f, i) => [f, texts[i] ?? []]));
          const other = projectOf(
            order.map((f) => [uriOf(f), textOf(files.get(f) ?? [])] as const),
            { config: strict, incremental },
          );
          expect(seen(other)).toEqual(seen(built(files)));
        },
      ),
      { numRuns: RUNS },
    );
  });
});

/** Enough to have found the mistakes that were put in by hand, and quick enough to run at every save. */
const RUNS = runs(60);
