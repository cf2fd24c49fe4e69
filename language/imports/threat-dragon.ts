/**
 * Models of OWASP Threat Dragon, version 2. All diagrams of a file become one model; a box of a trust boundary holds what
 * is drawn inside it. A flow drawn out of a store is the store's answer: whoever gets it asks the store. O(cells²) for the
 * boxes of a diagram.
 */
import type { Draft, DraftElement, DraftFlow, Read, Said } from './draft.ts';
import { Fields, ImportError } from './fields.ts';
import type { Tell } from './fields.ts';
import { Names } from './names.ts';
import { nest } from './nesting.ts';
import type { KeyValues } from '../vocabulary/vocabulary.ts';
import { innermostAround } from './threat-dragon-boxes.ts';
import type { Box } from './threat-dragon-boxes.ts';
import { joinArrows } from './threat-dragon-flows.ts';
import type { Arrow, Joined } from './threat-dragon-flows.ts';
import { listOf, say, textOf } from './write.ts';

/** @throws ImportError where the file is no model of Threat Dragon 2. */
export function readThreatDragon(data: unknown): Read {
  const told: string[] = [];
  const tell: Tell = (where, what) => told.push(where === '' ? what : `${where}: ${what}`);
  const file = new Fields(data, '', tell);
  if (!file.has('detail') || !file.has('summary'))
    throw new ImportError('This is no model of Threat Dragon: it has no `summary` or no `detail`.');
  const version = file.text('version') ?? '2';
  if (version.startsWith('1.'))
    throw new ImportError(
      `Threat Dragon ${version} keeps its models differently: open it there and save it as version 2.`,
    );
  return { draft: new ThreatDragonReader(file, tell).draft(), told };
}

interface Cell extends Box {
  readonly type: string;
  readonly data: Fields;
  readonly name: string;
  readonly title: string | undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  'tm.Actor': 'actor',
  'tm.Process': 'service',
  'tm.Store': 'store',
  'tm.BoundaryBox': 'boundary',
};

class ThreatDragonReader {
  private readonly file: Fields;
  private readonly tell: Tell;
  private readonly names = new Names();
  private readonly cells = new Map<string, Cell>();
  /** By the id that flows refer to. */
  private readonly byId = new Map<string, Cell>();
  private readonly arrows: { readonly cell: Fields; readonly data: Fields }[] = [];
  private readonly notes: string[] = [];
  private credentialsName: string | undefined;

  constructor(file: Fields, tell: Tell) {
    this.file = file;
    this.tell = tell;
  }

  draft(): Draft {
    const { file } = this;
    const summary = file.map('summary');
    summary.drop('id');
    const title = summary.text('title');
    const detail = file.map('detail');
    detail.drop('diagramTop', 'threatTop');
    const parents = new Map<string, string | undefined>();
    for (const diagram of detail.maps('diagrams')) {
      diagram.drop('id', 'version', 'thumbnail', 'size', 'diagramType', 'placeholder');
      const drawn = diagram.maps('cells').flatMap((cell) => this.take(cell));
      for (const cell of drawn)
        parents.set(
          cell.id,
          innermostAround(
            cell,
            drawn.filter(({ type }) => type === 'tm.BoundaryBox'),
          )?.id,
        );
      this.notes.push(...diagram.rest().map((line) => `diagram: ${line}`));
    }
    const flows = this.flows();
    const elements = nest<DraftElement>(
      parents,
      (id, inside) => this.element(this.cells.get(id) as Cell, inside),
      () => undefined,
    );
    return {
      title,
      notes: [...summary.rest(), ...detail.rest(), ...this.notes, ...file.rest()],
      data: this.credentialsName === undefined ? [] : [credentialsNamed(this.credentialsName)],
      elements,
      flows,
      statements: [],
    };
  }

  /** Sorts a cell of a diagram by what it stands for. */
  private take(cell: Fields): Cell[] {
    const data = cell.map('data');
    const type = data.text('type') ?? '';
    const title = data.text('name');
    if (type === 'tm.Flow') {
      this.arrows.push({ cell, data });
      return [];
    }
    const kind = KINDS[type];
    if (kind === undefined) {
      // A curve separates what lies on its sides of the drawing, which no nesting says.
      if (type === 'tm.Boundary' || data.flag('isTrustBoundary') === true)
        this.tell(
          cell.where,
          `a trust boundary that is drawn as a curve${title === undefined ? '' : ` (${title})`} encloses nothing, and is left out: write a \`boundary\` around what it separates`,
        );
      else if (title !== undefined) this.notes.push(`${type === 'tm.Text' ? 'text' : type}: ${title}`);
      return [];
    }
    const position = cell.map('position');
    const size = cell.map('size');
    const box: Cell = {
      id: `${cell.where} ${cell.text('id') ?? ''}`,
      x: position.number('x') ?? 0,
      y: position.number('y') ?? 0,
      width: size.number('width') ?? 0,
      height: size.number('height') ?? 0,
      type,
      data,
      title,
      name: this.names.nameOf(undefined, title, kind),
    };
    this.cells.set(box.id, box);
    this.byId.set(cell.text('id') ?? '', box);
    return [box];
  }

  private element({ type, data, name, title }: Cell, inside: readonly DraftElement[]): DraftElement {
    const said: Said[] = [];
    if (type === 'tm.Store') {
      const isEncrypted = data.flag('isEncrypted');
      // An unticked box is what a new store starts with: it is not known to be plain.
      said.push(...say('at-rest', isEncrypted === true ? 'encrypted' : undefined));
    }
    if (type !== 'tm.BoundaryBox') {
      const roles = [
        ...(data.flag('isWebApplication') === true ? ['web-application'] : []),
        ...(data.flag('isALog') === true ? ['audit-log'] : []),
      ];
      said.push(...say('role', listOf(roles)), ...say('scope', scopeOf(data)));
    }
    if (type === 'tm.Store' && data.flag('storesCredentials') === true) said.push(['holds', this.credentials()]);
    const description = data.text('description');
    return { kind: KINDS[type] ?? 'service', name, title, description, said, notes: restOf(data), inside };
  }

  /** What stores are ticked to hold; declared where one is. */
  private credentials(): string {
    this.credentialsName ??= this.names.nameOf(undefined, 'Credentials', 'Credentials', 'camel');
    return this.credentialsName;
  }

  private flows(): DraftFlow[] {
    const arrows = this.arrows.flatMap(({ cell, data }): FlowArrow[] => {
      const title = data.text('name');
      const source = this.byId.get(cell.map('source').text('cell') ?? '');
      const target = this.byId.get(cell.map('target').text('cell') ?? '');
      if (source && target) return [{ source, target, data, title }];
      const known = source ?? target;
      const what = `the flow ${title === undefined ? '' : `"${title}" `}${known ? `at ${known.name} ` : ''}has an end that is drawn at nothing, and is left out`;
      this.tell(cell.where, what);
      this.notes.push(what, ...threatsOf(data));
      return [];
    });
    return joinArrows<Cell, FlowArrow>(arrows, ({ type }) => type === 'tm.Store').map((flow) => this.flow(flow));
  }

  private flow({ source, target, arrow, answers, turned }: Joined<Cell, FlowArrow>): DraftFlow {
    const { data, title } = arrow;
    const all = [arrow, ...answers].map(({ data: one }) => one);
    const encrypted = all.map((one) => one.flag('isEncrypted') === true).every(Boolean);
    const protocol = data.text('protocol');
    const over = protocolOf(protocol, encrypted);
    if (protocol !== undefined && over === undefined) data.keep('protocol');
    if (!encrypted) for (const one of all) one.keep('isEncrypted');
    const description = data.text('description');
    const notes = [arrow, ...answers].flatMap(({ data: one, title: called }, i) => [
      ...(i === 0 ? [] : [`answer: ${called ?? 'without a name'}`]),
      ...restOf(one),
    ]);
    return {
      source: source.name,
      target: target.name,
      name: this.names.nameOf(undefined, title, 'flow'),
      title,
      description,
      said: [...say('over', over), ...say('access', turned ? 'read' : undefined)],
      notes,
    };
  }
}

const credentialsNamed = (name: string): DraftElement => ({
  kind: 'data',
  name,
  title: 'Credentials',
  said: [['credential', 'yes']],
  notes: [],
  inside: [],
});

function scopeOf(data: Fields): string | undefined {
  if (data.flag('outOfScope') !== true) return undefined;
  const because = textOf(data.text('reasonOutOfScope'));
  return because === undefined ? 'out' : `out because ${because}`;
}

interface FlowArrow extends Arrow<Cell> {
  readonly data: Fields;
  readonly title: string | undefined;
}

/** What a cell says beyond what was read of it: its threats, and what is ticked. An unticked box is what a cell starts with. */
function restOf(data: Fields): string[] {
  data.drop('hasOpenThreats', 'isTrustBoundary', 'threatFrequency');
  return [...threatsOf(data), ...data.rest().filter((line) => !line.endsWith(': false'))];
}

function threatsOf(data: Fields): string[] {
  return data.maps('threats').map((threat) => {
    const rated = ['status', 'severity', 'type'].flatMap((name) => threat.text(name) ?? []);
    const said = ['title', 'description'].flatMap((name) => threat.text(name) ?? []);
    const mitigation = threat.text('mitigation');
    return `threat (${rated.join(', ')}): ${said.join(': ')}${mitigation === undefined ? '' : ` Mitigation: ${mitigation}`}`;
  });
}

const PROTOCOLS: Readonly<
  Record<string, { readonly plain: KeyValues['over']; readonly encrypted: KeyValues['over'] }>
> = {
  http: { plain: 'http', encrypted: 'https' },
  https: { plain: 'https', encrypted: 'https' },
  'http/s': { plain: 'https', encrypted: 'https' },
  tls: { plain: 'tls', encrypted: 'tls' },
  ssl: { plain: 'tls', encrypted: 'tls' },
  mtls: { plain: 'mtls', encrypted: 'mtls' },
  grpc: { plain: 'grpc', encrypted: 'grpcs' },
  tcp: { plain: 'tcp', encrypted: 'tls' },
  'tcp/ip': { plain: 'tcp', encrypted: 'tls' },
  udp: { plain: 'udp', encrypted: 'quic' },
  amqp: { plain: 'amqp', encrypted: 'amqps' },
  amqps: { plain: 'amqps', encrypted: 'amqps' },
  mqtt: { plain: 'mqtt', encrypted: 'mqtts' },
  mqtts: { plain: 'mqtts', encrypted: 'mqtts' },
  ssh: { plain: 'ssh', encrypted: 'ssh' },
  sftp: { plain: 'ssh', encrypted: 'ssh' },
};

/** The protocol is free text in Threat Dragon; a flow that is ticked as encrypted is so by some form of TLS. */
function protocolOf(protocol: string | undefined, encrypted: boolean): KeyValues['over'] | undefined {
  const name = protocol?.toLowerCase().trim() ?? '';
  const known = Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : undefined;
  if (known) return encrypted ? known.encrypted : known.plain;
  return encrypted ? 'tls' : undefined;
}
