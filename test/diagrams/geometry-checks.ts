/** What must be true of every picture, as a list of complaints that is empty when all is well. */
import { contains, overlaps, type Box, type Point } from '../../language/diagrams/geometry.ts';
import type { LaidEdge, LaidNode, LaidOut } from '../../language/diagrams/layout.ts';

/** Coordinates are rounded to a tenth of a pixel, each on its own. */
const tolerance = 0.3;

function shrink({ x, y, width, height }: Box, by: number): Box {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}

function onBorder({ x, y, width, height }: Box, point: Point): boolean {
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= tolerance;
  const inX = point.x >= x - tolerance && point.x <= x + width + tolerance;
  const inY = point.y >= y - tolerance && point.y <= y + height + tolerance;
  return (
    (inY && (near(point.x, x) || near(point.x, x + width))) || (inX && (near(point.y, y) || near(point.y, y + height)))
  );
}

/** The steps of a route as boxes without thickness. */
function segments({ points }: LaidEdge): Box[] {
  return points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    return {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(to.x - from.x),
      height: Math.abs(to.y - from.y),
    };
  });
}

function insideOf(laid: LaidOut): (inner: string) => LaidNode | undefined {
  const parents = new Map(
    laid.nodes.flatMap((outer) => (outer.node.children ?? []).map((child) => [child.id, outer] as const)),
  );
  return (inner) => parents.get(inner);
}

function pairs<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b) => [a, b] as const));
}

function nodeComplaints(laid: LaidOut): string[] {
  const parentOf = insideOf(laid);
  const siblings = pairs(laid.nodes)
    .filter(([a, b]) => parentOf(a.node.id) === parentOf(b.node.id) && overlaps(a.box, b.box))
    .map(([a, b]) => `${a.node.id} and ${b.node.id} overlap`);
  const nesting = laid.nodes.flatMap(({ node, box, header }) => {
    const parent = parentOf(node.id);
    const picture = { x: 0, y: 0, width: laid.width, height: laid.height };
    return [
      ...(contains(parent?.box ?? picture, box)
        ? []
        : [`${node.id} sticks out of ${parent?.node.id ?? 'the picture'}`]),
      ...(parent?.header && overlaps(parent.header, box) ? [`${node.id} covers the header of ${parent.node.id}`] : []),
      ...(header && !contains(box, header) ? [`the header of ${node.id} sticks out`] : []),
    ];
  });
  const text = laid.nodes.flatMap(({ node, box, lines }) =>
    lines
      .filter(({ x, y }) => !contains(box, { x, y, width: 1, height: 1 }))
      .map(({ text: line }) => `"${line}" leaves ${node.id}`),
  );
  return [...siblings, ...nesting, ...text];
}

function edgeComplaints(laid: LaidOut): string[] {
  const nodes = new Map(laid.nodes.map((node) => [node.node.id, node]));
  const leaves = laid.nodes.filter(({ group }) => !group);
  const parentOf = insideOf(laid);
  const within = (id: string, outer: string): boolean => {
    for (let at: string | undefined = id; at !== undefined; at = parentOf(at)?.node.id) if (at === outer) return true;
    return false;
  };
  return laid.edges.flatMap((edge) => {
    const { id, source, target } = edge.edge;
    const ends = [
      [source, edge.points[0]],
      [target, edge.points.at(-1)],
    ] as const;
    const loose = ends
      .filter(([end, point]) => !point || !onBorder(nodes.get(end)?.box ?? { x: 0, y: 0, width: 0, height: 0 }, point))
      .map(([end]) => `${id} does not touch ${end}`);
    const steps = segments(edge);
    const slanted = steps.some(({ width, height }) => width > tolerance && height > tolerance)
      ? [`${id} is slanted`]
      : [];
    const through = laid.nodes
      .filter(({ group, node }) =>
        group ? !within(source, node.id) && !within(target, node.id) : node.id !== source && node.id !== target,
      )
      .filter(({ box }) =>
        steps.some((step) =>
          overlaps(shrink(box, 1), { ...step, width: step.width || 0.01, height: step.height || 0.01 }),
        ),
      )
      .map(({ node }) => `${id} runs through ${node.id}`);
    const covered = edge.label
      ? leaves
          .filter(({ box }) => overlaps(box, shrink(edge.label?.box ?? box, tolerance)))
          .map(({ node }) => `the label of ${id} covers ${node.id}`)
      : [];
    return [...loose, ...slanted, ...through, ...covered];
  });
}

function labelComplaints(laid: LaidOut): string[] {
  const labels = laid.edges.flatMap(({ edge, label }) =>
    label ? [{ id: edge.id, box: shrink(label.box, tolerance) }] : [],
  );
  return [
    ...pairs(labels)
      .filter(([a, b]) => overlaps(a.box, b.box))
      .map(([a, b]) => `the labels of ${a.id} and ${b.id} overlap`),
    ...labels.flatMap(({ id, box }) =>
      laid.nodes
        .filter((outer) => outer.group && overlaps(outer.box, box) && !contains(outer.box, box))
        .map(({ node }) => `the label of ${id} lies across the border of ${node.id}`),
    ),
    ...labels.flatMap(({ id, box }) =>
      laid.nodes
        .filter(({ header }) => header && overlaps(header, box))
        .map(({ node }) => `the label of ${id} covers the header of ${node.id}`),
    ),
  ];
}

export function complaints(laid: LaidOut): string[] {
  return [...nodeComplaints(laid), ...edgeComplaints(laid), ...labelComplaints(laid)];
}
