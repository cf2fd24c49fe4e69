/**
 * Structurizr DSL: people, software systems and containers, everything else that nests as groups.
 * Source: Structurizr DSL, language reference. Names are unique within their parent, relationships by their ends and
 * description, and none may join an element to what stands inside it; groups cannot be joined at all.
 */
import { titleOf } from '../content.ts';
import { isGroup, type DiagramEdge, type DiagramNode } from '../graph.ts';
import { looks } from '../shapes.ts';
import { clean } from '../text.ts';
import type { PictureFormat } from './format.ts';
import { edgeLines, linesOf, named, type Named } from './tree.ts';

interface Written {
  readonly names: Named;
  /** Software systems with containers, by identifier: each has a view of its own. */
  readonly systems: string[];
  /** Nodes that became elements: only these can be joined. */
  readonly elements: Set<string>;
  /** Names that are taken, with their parent's identifier. */
  readonly taken: Set<string>;
}

export const structurizr: PictureFormat = {
  extension: '.dsl',
  write({ graph }) {
    const written: Written = { names: named(graph), systems: [], elements: new Set(), taken: new Set() };
    const { names } = written;
    const elements = names.nodes.flatMap((node) => drawNode(node, written, undefined, '    '));
    const layout = graph.direction === 'right' ? 'autoLayout lr' : 'autoLayout tb';
    const view = (head: string): string[] => [`    ${head} {`, '      include *', `      ${layout}`, '    }'];
    const lines = [
      `workspace ${quoted(graph.title)} {`,
      '  model {',
      '    properties {',
      '      "structurizr.groupSeparator" "/"',
      '    }',
      ...elements,
      ...relationships(written).map((line) => `    ${line}`),
      '  }',
      '  views {',
      ...view('systemLandscape "landscape"'),
      ...written.systems.flatMap((id) => view(`container ${id} "${id}"`)),
      '  }',
      '}',
    ];
    return `${lines.join('\n')}\n`;
  },
};

/** `${…}` would be replaced, a line's last backslash joins it with the next, and a quote ends the text. */
const quoted = (text: string): string =>
  `"${clean(text).replace(/\\/g, '/').replace(/"/g, '\\"').replace(/\$\{/g, '$ {')}"`;

function uniqueName(node: DiagramNode, parent: string, { taken }: Written): string {
  const title = clean(titleOf(node));
  for (let count = 1; ; count++) {
    const name = count === 1 ? title : `${title} (${String(count)})`;
    const key = `${parent}/${name.toLowerCase()}`;
    if (taken.has(key)) continue;
    taken.add(key);
    return name;
  }
}

/** @param system the software system that it stands in. */
function drawNode(node: DiagramNode, written: Written, system: string | undefined, indent: string): string[] {
  const id = written.names.name(node.id);
  const children = (inner: string | undefined): string[] =>
    (node.children ?? []).flatMap((child) => drawNode(child, written, inner, `${indent}  `));
  if (isGroup(node) && (node.kind !== 'system' || system !== undefined)) {
    // The separator of nested groups may not stand in a name.
    return [`${indent}group ${quoted(titleOf(node).replaceAll('/', ' '))} {`, ...children(system), `${indent}}`];
  }
  written.elements.add(node.id);
  const kind = system !== undefined ? 'container' : node.kind === 'actor' ? 'person' : 'softwareSystem';
  const about = linesOf(node)
    .slice(1)
    .filter((line) => line !== node.subtitle)
    .join(', ');
  const technology = kind === 'container' ? ` ${quoted(node.subtitle ?? '')}` : '';
  const tags = ` ${quoted(looks[node.kind].name)}`;
  const head = `${indent}${id} = ${kind} ${quoted(uniqueName(node, system ?? '', written))} ${quoted(about)}${technology}${tags}`;
  if (!isGroup(node)) return [head];
  written.systems.push(id);
  return [`${head} {`, ...children(id), `${indent}}`];
}

function relationships({ names, elements }: Written): string[] {
  const taken = new Set<string>();
  return names.edges.flatMap((edge): string[] => {
    const { source, target } = edge;
    if (!elements.has(source) || !elements.has(target) || (source !== target && names.related(source, target)))
      return [];
    const [label = '', ...rest] = edgeLines(edge);
    let description = label;
    for (let count = 2; taken.has(key(edge, description)); count++) description = `${label} (${String(count)})`.trim();
    taken.add(key(edge, description));
    const tags = [edge.asynchronous ? 'Asynchronous' : 'Synchronous', ...(edge.soft ? ['Soft'] : [])].join(',');
    const ends = `${names.name(source)} -> ${names.name(target)}`;
    return [`${ends} ${quoted(description)} ${quoted(rest.join(', '))} ${quoted(tags)}`];
  });
}

const key = ({ source, target }: DiagramEdge, description: string): string =>
  JSON.stringify([source, target, clean(description).toLowerCase()]);
