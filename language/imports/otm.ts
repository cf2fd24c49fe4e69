/**
 * Models in the Open Threat Model format, versions 0.1 and 0.2 (iriusrisk/OpenThreatModel). Trust zones are boundaries,
 * components nest in zones and in each other. O(size of the file).
 */
import { isStateKind } from '../vocabulary/kinds.ts';
import type { Draft, DraftElement, DraftFlow, Read, Said } from './draft.ts';
import { Fields, ImportError } from './fields.ts';
import type { Tell } from './fields.ts';
import { Names } from './names.ts';
import { nest } from './nesting.ts';
import { kindOf, quarter, rolesOf } from './otm-words.ts';
import { listOf, say } from './write.ts';

/** @throws ImportError where the file is no Open Threat Model. */
export function readOtm(data: unknown): Read {
  const told: string[] = [];
  const tell: Tell = (where, what) => told.push(where === '' ? what : `${where}: ${what}`);
  const file = new Fields(data, '', tell);
  if (!file.has('otmVersion')) throw new ImportError('This is no Open Threat Model: it has no `otmVersion`.');
  return { draft: new OtmReader(file, tell).draft(), told };
}

/** A zone or a component, and what stands in it. */
interface Node {
  readonly fields: Fields;
  readonly id: string;
  readonly name: string;
  readonly title: string | undefined;
  readonly kind: string;
  /** As the file calls it. */
  readonly type: string;
  /** `zone:` or `component:` and the id of what it stands in. */
  readonly parent: string | undefined;
}

class OtmReader {
  private readonly file: Fields;
  private readonly tell: Tell;
  private readonly names = new Names();
  private readonly assets = new Map<string, string>();
  private readonly nodes = new Map<string, Node>();

  constructor(file: Fields, tell: Tell) {
    this.file = file;
    this.tell = tell;
  }

  draft(): Draft {
    const { file } = this;
    file.drop('otmVersion', 'representations');
    const project = file.map('project');
    const title = project.text('name');
    project.drop('id');
    const data = file.maps('assets').map((asset) => this.asset(asset));
    for (const zone of file.maps('trustZones')) this.note('zone', zone, 'boundary');
    for (const component of file.maps('components')) this.note('component', component, undefined);
    const flows = file.maps('dataflows').flatMap((flow) => this.flow(flow));
    const elements = this.nested();
    return { title, notes: [...project.rest(), ...file.rest()], data, elements, flows, statements: [] };
  }

  private asset(asset: Fields): DraftElement {
    const id = asset.text('id') ?? '';
    const title = asset.text('name');
    const name = this.names.nameOf(id, title, 'Data', 'camel');
    this.assets.set(id, name);
    const risk = asset.map('risk');
    const said: Said[] = [
      ...say(
        'classification',
        quarter(risk.number('confidentiality'), ['public', 'internal', 'confidential', 'restricted']),
      ),
      ...say('integrity', quarter(risk.number('integrity'), ['low', 'medium', 'high', 'critical'])),
      ...say('availability', quarter(risk.number('availability'), ['low', 'medium', 'high', 'critical'])),
    ];
    const description = asset.text('description');
    const notes = [...asset.rest(), ...risk.rest()];
    return { kind: 'data', name, title, description, said, notes, inside: [] };
  }

  private note(space: 'zone' | 'component', fields: Fields, given: string | undefined): void {
    const id = fields.text('id') ?? '';
    const title = fields.text('name');
    const parent = fields.map('parent');
    const zone = parent.text('trustZone');
    const component = parent.text('component');
    const name = this.names.nameOf(id, title, space);
    const type = fields.text('type') ?? '';
    const kind = given ?? kindOf(type);
    fields.keep('type');
    const within = zone === undefined ? component && `component:${component}` : `zone:${zone}`;
    this.nodes.set(`${space}:${id}`, { fields, id, name, title, kind, type, parent: within });
  }

  private nested(): DraftElement[] {
    return nest(
      new Map([...this.nodes].map(([key, { parent }]) => [key, parent])),
      (key, inside) => this.element(this.nodes.get(key) as Node, inside),
      (key, parent) => {
        this.tell(
          this.nodes.get(key)?.fields.where ?? '',
          `stands in \`${parent.replace(/^\w+:/, '')}\`, which the file does not declare around it, and comes to the top`,
        );
      },
    );
  }

  private element({ fields, name, title, kind, type }: Node, inside: readonly DraftElement[]): DraftElement {
    const said: Said[] = [];
    const notes: string[] = [];
    if (kind === 'boundary') {
      const risk = fields.map('risk');
      const rating = risk.number('trustRating');
      said.push(...say('trust', quarter(rating, ['none', 'low', 'medium', 'high'])));
      notes.push(...(rating === undefined ? [] : [`trustRating: ${String(rating)}`]), ...risk.rest());
    } else {
      const assets = fields.map('assets');
      const processed = this.references(assets, 'processed');
      const keepsState = isStateKind(kind);
      if (keepsState) assets.keep('processed');
      said.push(
        ...say('role', listOf(rolesOf(type))),
        ...say('holds', kind === 'actor' ? undefined : listOf(this.references(assets, 'stored'))),
        ...say('processes', keepsState ? undefined : listOf(processed)),
      );
      notes.push(...assets.rest());
    }
    fields.drop('representations');
    return {
      kind,
      name,
      title,
      description: fields.text('description'),
      said,
      notes: [...notes, ...fields.rest()],
      inside,
    };
  }

  private flow(flow: Fields): DraftFlow[] {
    const source = this.end(flow, 'source');
    const target = this.end(flow, 'destination');
    if (!source || !target) return [];
    flow.drop('representations', 'bidirectional');
    const title = flow.text('name');
    return [
      {
        source: source.name,
        target: target.name,
        name: this.names.nameOf(flow.text('id'), title, 'flow'),
        title,
        description: flow.text('description'),
        said: say('carries', listOf(this.references(flow, 'assets'))),
        notes: flow.rest(),
      },
    ];
  }

  private end(flow: Fields, name: string): Node | undefined {
    const id = flow.text(name) ?? '';
    const found = this.nodes.get(`component:${id}`);
    if (!found)
      this.tell(flow.where, `\`${name}\` is \`${id}\`, which the file does not declare: the flow is left out`);
    return found;
  }

  private references(fields: Fields, name: string): string[] {
    return [
      ...new Set(
        fields.texts(name).flatMap((id) => {
          const found = this.assets.get(id);
          if (found === undefined) this.tell(fields.where, `refers to \`${id}\`, which the file does not declare`);
          return found ?? [];
        }),
      ),
    ];
  }
}
