/**
 * Models of any size, the same content in both notations: systems of ten elements, three properties an element, one
 * and a half flows an element between elements drawn at random (with a fixed seed). LikeC4 knows no properties of the
 * kind, so its elements carry one line each.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ELEMENTS_PER_SYSTEM = 10;
const FLOWS_PER_ELEMENT = 1.5;
export const PROPERTIES_PER_ELEMENT = 3;

export interface Component {
  /** Qualified by its system. */
  readonly name: string;
  readonly system: number;
  readonly title: string;
  /** Undefined for the system itself. */
  readonly index: number | undefined;
}

export interface Content {
  readonly elements: readonly Component[];
  readonly flows: readonly (readonly [source: Component, target: Component])[];
}

/** Park and Miller, Random Number Generators: Good Ones Are Hard to Find, 1988: multiplier 48271, modulus 2^31 - 1. */
function randomNumbers(seed: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = seed;
  return () => (state = (state * 48_271) % modulus) / modulus;
}

export function contentOf(size: number): Content {
  const elements = Array.from({ length: size }, (_, i): Component => {
    const system = Math.floor(i / ELEMENTS_PER_SYSTEM);
    const index = i % ELEMENTS_PER_SYSTEM;
    return index === 0
      ? { name: `s${system}`, system, title: `System ${system}`, index: undefined }
      : { name: `s${system}.c${index}`, system, title: `Comp ${system} ${index}`, index };
  });
  const random = randomNumbers(42);
  const pick = (): Component => elements[Math.floor(random() * size)] as Component;
  const flows = new Map<string, [Component, Component]>();
  while (flows.size < Math.floor(size * FLOWS_PER_ELEMENT)) {
    const [source, target] = [pick(), pick()];
    const nested = source.system === target.system && (source.index === undefined || target.index === undefined);
    if (!nested && source !== target) flows.set(`${source.name} -> ${target.name}`, [source, target]);
  }
  return { elements, flows: [...flows.values()] };
}

export interface Notation {
  readonly extension: string;
  /** Files that every project needs besides. */
  readonly extra: Readonly<Record<string, string>>;
  file(elements: readonly Component[], flows: Content['flows']): string;
}

export const faultline: Notation = {
  extension: '.arch',
  extra: {
    'common.arch':
      'topology { region eu { zone a; zone b; zone c } }\nfaults { tolerate: loss of 1 zone }\nteam platform "Platform"\n',
  },
  file: (elements, flows) =>
    [
      ...bySystem(elements).flatMap(([system, ...components]) => [
        `system ${system?.name ?? ''} "${system?.title ?? ''}" {`,
        '  owner: platform',
        '  budget: 6_000 USD/month',
        '  slo: availability 99.9%',
        ...components.flatMap(component),
        '}',
        '',
      ]),
      ...flows.map(([source, target]) => `${source.name} -> ${target.name} "calls"`),
      '',
    ].join('\n'),
};

/** Every third one keeps state. */
function component({ index = 0, title }: Component): string[] {
  const isStore = index % 3 === 0;
  return [
    isStore ? `  store c${index} "${title}" is postgres {` : `  service c${index} "${title}" {`,
    '    replicas: 3 across eu.*',
    isStore ? '    reads: any replica' : '    state: none',
    '    cost: 60 USD/month per replica',
    '  }',
  ];
}

export const likec4: Notation = {
  extension: '.c4',
  extra: {
    'common.c4':
      'specification {\n  element system\n  element component\n}\nviews {\n  view index {\n    title "Index"\n    include s0, s0.*\n  }\n}\n',
  },
  file: (elements, flows) =>
    [
      'model {',
      ...bySystem(elements).flatMap(([system, ...components]) => [
        `  ${system?.name ?? ''} = system "${system?.title ?? ''}" {`,
        ...components.map(({ index = 0, title }) => `    c${index} = component "${title}" { technology "x" }`),
        '  }',
      ]),
      ...flows.map(([source, target]) => `  ${source.name} -> ${target.name} "calls"`),
      '}',
      '',
    ].join('\n'),
};

function bySystem(elements: readonly Component[]): Component[][] {
  const systems = new Map<number, Component[]>();
  for (const element of elements) {
    const list = systems.get(element.system);
    if (list) list.push(element);
    else systems.set(element.system, [element]);
  }
  return [...systems.values()];
}

/** Writes a project of so many files, each with its systems and the flows that start in them. */
export function writeModel(folder: string, notation: Notation, size: number, files: number): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { elements, flows } = contentOf(size);
  const systems = Math.ceil(size / ELEMENTS_PER_SYSTEM);
  const fileOf = ({ system }: Component): number => Math.floor((system * files) / systems);
  const parts = Array.from({ length: files }, () => ({
    elements: [] as Component[],
    flows: [] as [Component, Component][],
  }));
  for (const element of elements) parts[fileOf(element)]?.elements.push(element);
  for (const [source, target] of flows) parts[fileOf(source)]?.flows.push([source, target]);
  parts.forEach((part, i) => {
    writeFileSync(path.join(folder, fileName(notation, i)), notation.file(part.elements, part.flows));
  });
  for (const [name, text] of Object.entries(notation.extra)) writeFileSync(path.join(folder, name), text);
}

export const fileName = (notation: Notation, index: number): string => `part${index}${notation.extension}`;
