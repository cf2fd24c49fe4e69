/**
 * The threat model for OWASP Threat Dragon 2: one diagram, boundaries as boxes around what stands in them. Its ids are
 * UUIDs there; ours are names, which it takes as well.
 */
import type { ThreatElement, ThreatEntry, ThreatModel } from './model.ts';

const WIDTH = 160;
const HEIGHT = 80;
const GAP = 60;
/** Cells beside each other before a new row begins. */
const COLUMNS = 4;

const STRIDE: Readonly<Record<string, string>> = {
  spoofing: 'Spoofing',
  tampering: 'Tampering',
  repudiation: 'Repudiation',
  'information disclosure': 'Information disclosure',
  'denial of service': 'Denial of service',
  'elevation of privilege': 'Elevation of privilege',
  privacy: 'Information disclosure',
};

interface Placed {
  readonly element: ThreatElement;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function threatDragon(model: ThreatModel): string {
  const byElement = grouped(model.threats, ({ element }) => element);
  const threatsOf = (id: string): object => {
    const threats = byElement.get(id) ?? [];
    return { hasOpenThreats: threats.some(({ status }) => status === 'open'), threats: threats.map(threatCell) };
  };
  const cells = [
    ...placed(model).map(({ element, x, y, width, height }, i) => ({
      id: element.id,
      shape: shapeOf(element),
      position: { x, y },
      size: { width, height },
      zIndex: element.kind === 'boundary' ? -1 : i + 1,
      visible: true,
      attrs: { text: { text: element.title } },
      data: {
        type: typeOf(element),
        name: element.title,
        description: element.documentation ?? '',
        isTrustBoundary: element.kind === 'boundary',
        outOfScope: !element.inScope,
        reasonOutOfScope: element.because ?? '',
        ...threatsOf(element.id),
      },
    })),
    ...model.flows.map((flow, i) => ({
      id: flow.id,
      shape: 'flow',
      zIndex: 1000 + i,
      connector: 'smooth',
      source: { cell: flow.source },
      target: { cell: flow.target },
      data: {
        type: 'tm.Flow',
        name: flow.title === '' ? flow.name : flow.title,
        description: '',
        isTrustBoundary: false,
        outOfScope: false,
        reasonOutOfScope: '',
        protocol: flow.protocol ?? '',
        isEncrypted: flow.encrypted === true,
        isPublicNetwork: false,
        isBidirectional: false,
        ...threatsOf(flow.id),
      },
    })),
  ];
  const document = {
    version: '2.3.0',
    summary: { title: model.title, owner: '', description: '', id: 0 },
    detail: {
      contributors: [],
      diagrams: [
        {
          id: 0,
          title: 'Data flow',
          diagramType: 'STRIDE',
          placeholder: 'Data flow',
          thumbnail: './public/content/images/thumbnail.stride.jpg',
          version: '2.3.0',
          cells,
        },
      ],
      diagramTop: 1,
      reviewer: '',
      threatTop: model.threats.length,
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

const threatCell = (threat: ThreatEntry, i: number): object => ({
  id: threat.id,
  number: i + 1,
  title: threat.title,
  status:
    threat.status === 'mitigated'
      ? 'Mitigated'
      : threat.status === 'open' || threat.status === 'in progress'
        ? 'Open'
        : 'NotApplicable',
  severity: threat.rating.charAt(0).toUpperCase() + threat.rating.slice(1),
  type: STRIDE[threat.stride[0] ?? ''] ?? 'Tampering',
  description: threat.message,
  mitigation: threat.treatment?.reason ?? '',
  modelType: 'STRIDE',
  new: false,
  score: '',
});

const STORES = new Set(['store', 'cache', 'queue', 'topic', 'log', 'consensus']);
const ACTORS = new Set(['actor', 'external', 'client', 'device']);
const typeOf = ({ kind }: ThreatElement): string =>
  kind === 'boundary' ? 'tm.BoundaryBox' : STORES.has(kind) ? 'tm.Store' : ACTORS.has(kind) ? 'tm.Actor' : 'tm.Process';
const shapeOf = ({ kind }: ThreatElement): string =>
  kind === 'boundary' ? 'trust-boundary-box' : STORES.has(kind) ? 'store' : ACTORS.has(kind) ? 'actor' : 'process';

/** Rows of cells in boxes of rows. O(elements × depth). */
function placed({ elements }: ThreatModel): Placed[] {
  const inside = grouped(elements, ({ boundary }) => boundary);
  const lay = (
    boundary: string | undefined,
    left: number,
    top: number,
  ): { cells: Placed[]; width: number; height: number } => {
    const cells: Placed[] = [];
    let [x, y, row, column, width] = [left + GAP, top + GAP, 0, 0, 0];
    for (const element of inside.get(boundary) ?? []) {
      const inner = element.kind === 'boundary' ? lay(element.id, x, y) : undefined;
      const size = inner ?? { width: WIDTH, height: HEIGHT };
      cells.push({ element, x, y, width: size.width, height: size.height }, ...(inner?.cells ?? []));
      row = Math.max(row, size.height);
      x += size.width + GAP;
      width = Math.max(width, x - left);
      if (++column < COLUMNS) continue;
      [x, y, row, column] = [left + GAP, y + row + GAP, 0, 0];
    }
    return { cells, width: Math.max(width, WIDTH), height: Math.max(HEIGHT, y - top + (column > 0 ? row + GAP : 0)) };
  };
  return lay(undefined, 0, 0).cells;
}

function grouped<K, T>(items: readonly T[], by: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(by(item));
    if (group) group.push(item);
    else groups.set(by(item), [item]);
  }
  return groups;
}
