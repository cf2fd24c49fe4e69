/**
 * Models of Threagile (threagile.io), version 1.0 of its schema. Trust boundaries nest as they say, technical assets stand
 * in theirs, data assets come first. O(size of the file).
 */
import type { Draft, DraftElement, DraftFlow, Read, Said } from './draft.ts';
import { Fields, ImportError } from './fields.ts';
import type { Tell } from './fields.ts';
import { Names } from './names.ts';
import { nest } from './nesting.ts';
import {
  boundaryKinds,
  confidentiality,
  criticality,
  encryption,
  processKinds,
  protocols,
  storeKinds,
} from './threagile-words.ts';
import { listOf, say, textOf } from './write.ts';

/** @throws ImportError where the file is no model of Threagile. */
export function readThreagile(data: unknown): Read {
  const told: string[] = [];
  const tell: Tell = (where, what) => told.push(where === '' ? what : `${where}: ${what}`);
  const file = new Fields(data, '', tell);
  if (!file.has('threagile_version') || !file.has('technical_assets'))
    throw new ImportError('This is no model of Threagile: it has no `threagile_version` or no `technical_assets`.');
  return { draft: new ThreagileReader(file, tell).draft(), told };
}

class ThreagileReader {
  private readonly file: Fields;
  private readonly tell: Tell;
  private readonly names = new Names();
  /** What other parts refer to, by its id in the file. */
  private readonly data = new Map<string, string>();
  private readonly assets = new Map<string, Asset>();

  constructor(file: Fields, tell: Tell) {
    this.file = file;
    this.tell = tell;
  }

  draft(): Draft {
    const { file } = this;
    file.drop(
      'threagile_version',
      'tags_available',
      'diagram_tweak_edge_layout',
      'diagram_tweak_suppress_edge_labels',
      'diagram_tweak_layout_left_to_right',
      'diagram_tweak_nodesep',
      'diagram_tweak_ranksep',
      'diagram_tweak_invisible_connections_between_assets',
      'diagram_tweak_same_rank_assets',
    );
    const data = file.named('data_assets').map(([title, fields]) => this.dataAsset(title, fields));
    for (const [title, fields] of file.named('technical_assets')) {
      const id = fields.text('id') ?? title;
      this.assets.set(id, { title, fields, name: this.names.nameOf(id, title, 'asset') });
    }
    const boundaries = this.boundaries();
    const flows = [...this.assets.values()].flatMap((asset) => this.flowsOf(asset));
    const elements = this.nested(boundaries);
    return {
      title: file.text('title'),
      notes: file.rest(),
      data,
      elements,
      flows,
      statements: [],
    };
  }

  private dataAsset(title: string, fields: Fields): DraftElement {
    const id = fields.text('id') ?? title;
    const name = this.names.nameOf(id, title, 'Data', 'camel');
    this.data.set(id, name);
    const said: Said[] = [
      ...say('classification', fields.word('confidentiality', confidentiality)),
      ...say('integrity', fields.word('integrity', criticality)),
    ];
    return {
      kind: 'data',
      name,
      title,
      description: fields.text('description'),
      said,
      notes: fields.rest(),
      inside: [],
    };
  }

  /** Boundaries by id, with what stands in each and what they nest. */
  private boundaries(): Map<string, Boundary> {
    const found = new Map<string, Boundary>();
    for (const [title, fields] of this.file.named('trust_boundaries')) {
      const id = fields.text('id') ?? title;
      found.set(id, {
        title,
        fields,
        name: this.names.nameOf(id, title, 'boundary'),
        inside: fields.texts('technical_assets_inside'),
        nested: fields.texts('trust_boundaries_nested'),
      });
    }
    return found;
  }

  /** Each asset and boundary once: where a file puts it in two places, the first holds. */
  private nested(boundaries: ReadonlyMap<string, Boundary>): DraftElement[] {
    const parents = new Map<string, string | undefined>();
    for (const id of boundaries.keys()) parents.set(`boundary ${id}`, undefined);
    for (const id of this.assets.keys()) parents.set(`asset ${id}`, undefined);
    for (const [id, { fields, nested, inside }] of boundaries) {
      const put = (key: string, what: string): void => {
        if (!parents.has(key)) this.tell(fields.where, `refers to \`${what}\`, which the file does not declare`);
        else if (parents.get(key) !== undefined)
          this.tell(fields.where, `holds \`${what}\`, which stands in another boundary already`);
        else parents.set(key, `boundary ${id}`);
      };
      for (const inner of nested) put(`boundary ${inner}`, inner);
      for (const asset of inside) put(`asset ${asset}`, asset);
    }
    return nest(
      parents,
      (key, inside) => {
        const [space, id] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
        const boundary = space === 'boundary' ? boundaries.get(id) : undefined;
        return boundary ? boundaryElement(boundary, inside) : this.element(this.assets.get(id) as Asset);
      },
      (key, parent) => {
        this.tell(key, `would stand in ${parent} in a circle, or too deep, and comes to the top`);
      },
    );
  }

  private element({ title, fields, name }: Asset): DraftElement {
    const kind = kindOf(fields);
    const said: Said[] = [...say('owner', textOf(fields.text('owner')))];
    const holds = this.references(fields, 'data_assets_stored');
    if (kind === 'store' || kind === 'queue') {
      said.push(...say('holds', listOf(holds)), ...say('at-rest', fields.word('encryption', encryption)));
    } else fields.keep('data_assets_stored');
    fields.drop('diagram_tweak_order', 'communication_links');
    return { kind, name, title, description: fields.text('description'), said, notes: fields.rest(), inside: [] };
  }

  private flowsOf(source: Asset): DraftFlow[] {
    return source.fields.named('communication_links').flatMap(([title, link]) => {
      const target = this.known(this.assets, link.text('target') ?? '', link.where);
      if (!target) return [];
      link.drop('diagram_tweak_weight', 'diagram_tweak_constraint');
      const protocol = link.word('protocol', protocols);
      if (!protocol?.exact) link.keep('protocol');
      const carried = new Set([
        ...this.references(link, 'data_assets_sent'),
        ...this.references(link, 'data_assets_received'),
      ]);
      const said: Said[] = [
        ...say('over', protocol?.over),
        ...say('carries', listOf([...carried])),
        ...say('access', link.flag('readonly') === true ? 'read' : undefined),
      ];
      return [
        {
          source: source.name,
          target: target.name,
          name: this.names.nameOf(undefined, title, 'flow'),
          title,
          description: link.text('description'),
          said,
          notes: link.rest(),
        },
      ];
    });
  }

  /** Names of the data that a list refers to. */
  private references(fields: Fields, name: string): string[] {
    return [...new Set(fields.texts(name).flatMap((id) => this.known(this.data, id, fields.where) ?? []))];
  }

  private known<T>(table: ReadonlyMap<string, T>, id: string, where: string): T | undefined {
    const found = table.get(id);
    if (found === undefined) this.tell(where, `refers to \`${id}\`, which the file does not declare`);
    return found;
  }
}

interface Asset {
  readonly title: string;
  readonly name: string;
  readonly fields: Fields;
}

interface Boundary extends Asset {
  /** Ids of what stands in it directly. */
  readonly inside: readonly string[];
  readonly nested: readonly string[];
}

/** What an asset is: the technology is kept as a comment where the notation has no word for it. */
function kindOf(fields: Fields): string {
  const type = fields.word('type', { 'external-entity': 'external', process: 'process', datastore: 'datastore' });
  const isPersons = fields.flag('used_as_client_by_human') === true;
  const technology = fields.text('technology') ?? fields.texts('technologies')[0] ?? '';
  fields.keep('technology', 'technologies');
  if (type === 'datastore') return storeKinds[technology] ?? 'store';
  const kind = processKinds[technology];
  if (type === 'external') return isPersons || kind === 'client' ? 'client' : 'external';
  return kind ?? 'service';
}

function boundaryElement({ title, fields, name }: Boundary, inside: readonly DraftElement[]): DraftElement {
  const said = say('kind', fields.word('type', boundaryKinds));
  return { kind: 'boundary', name, title, description: fields.text('description'), said, notes: fields.rest(), inside };
}
