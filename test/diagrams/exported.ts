/** Graphs that exports are tried with: ordinary ones, and one whose texts try to break out of every format. */
import { createElk } from '../../language/diagrams/elk.ts';
import { loadPictureFormat } from '../../language/diagrams/exports/formats.ts';
import type { PictureFormatName } from '../../language/diagrams/exports/formats.ts';
import { nodeKinds, type DiagramGraph } from '../../language/diagrams/graph.ts';
import { layoutGraph } from '../../language/diagrams/layout.ts';
import { viewGraph, viewsOf } from '../../language/diagrams/view.ts';
import { projectOf } from '../support/project.ts';
import { ownExamples } from '../support/shared.ts';
import { named } from './samples.ts';

export const elk = createElk();

export async function write(name: PictureFormatName, graph: DiagramGraph): Promise<string> {
  const format = await loadPictureFormat(name);
  return format.write({ graph, theme: 'light', laidOut: () => layoutGraph(graph, elk) });
}

const nasty = [
  'say "hi"; } ] ) > end',
  '<script>alert(1)</script> & <b>bold</b>',
  'back\\slash at the end \\',
  '${IMAGE} `code` #35; %% -- // ** __ ~~',
  'end',
  '|pipe| [x] (y) {z} : ; ->',
  '@enduml',
  '!include /etc/hosts',
  'größer 日本語 😀',
];

/** Every kind, every kind of flow, and texts with the signs of every format. */
export const hostile: DiagramGraph = {
  title: nasty.join(' '),
  nodes: [
    {
      id: 'outer',
      kind: 'system',
      title: nasty[0] ?? '',
      children: [
        {
          id: 'inner',
          kind: 'boundary',
          title: nasty[1] ?? '',
          subtitle: nasty[3] ?? '',
          children: nodeKinds.map((kind, index) => ({
            id: `k${String(index)}`,
            kind,
            title: nasty[index % nasty.length] ?? '',
            subtitle: nasty[(index + 1) % nasty.length] ?? '',
            detail: [nasty[(index + 2) % nasty.length] ?? ''],
            findings: { error: 1, hint: 2 },
          })),
        },
      ],
    },
    { id: 'far', kind: 'external', title: nasty[6] ?? '' },
  ],
  edges: [
    ...nasty.map((text, index) => ({
      id: `e${String(index)}`,
      source: `k${String(index)}`,
      target: `k${String((index + 3) % nodeKinds.length)}`,
      label: text,
      detail: nasty[(index + 4) % nasty.length] ?? '',
      asynchronous: index % 2 === 0,
      soft: index % 3 === 0,
      crossing: index % 4 === 0,
    })),
    { id: 'to-group', source: 'far', target: 'inner', asynchronous: false, soft: false, label: 'in' },
    { id: 'out-of-group', source: 'outer', target: 'far', asynchronous: false, soft: false, network: true },
    { id: 'self', source: 'far', target: 'far', asynchronous: true, soft: true },
    { id: 'inwards', source: 'outer', target: 'k0', asynchronous: false, soft: false },
  ],
};

const payments = projectOf(
  ownExamples
    .filter(({ name }) => name.startsWith('payments/'))
    .map(({ name, text }) => [`file:///${name}`, text] as const),
);
export const graphs: { name: string; graph: DiagramGraph }[] = [
  ...named,
  { name: 'hostile texts', graph: hostile },
  ...viewsOf(payments).flatMap(({ name }) => {
    const graph = viewGraph(payments, name);
    return graph ? [{ name: `payments, ${name}`, graph }] : [];
  }),
];
