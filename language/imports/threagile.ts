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
  authentication,
  authorization,
  boundaryKinds,
  confidentiality,
  criticality,
  dataFormats,
  encryption,
  machines,
  processKinds,
  protocols,
  roles,
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
  private readonly runningOn = new Map<string, readonly string[]>();

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
    const runtimes = this.runtimes();
    const flows = [...this.assets.values()].flatMap((asset) => this.flowsOf(asset));
    const elements = [...this.nested(boundaries), ...runtimes];
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
      ...say('availability', fields.word('availability', criticality)),
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
    const technologies = technologiesOf(fields);
    const kind = kindOf(fields, technologies);
    if (technologies.some((technology) => !Object.hasOwn(roles, technology))) fields.keep('technology', 'technologies');
    fields.drop('diagram_tweak_order', 'communication_links');
    const processed = this.references(fields, 'data_assets_processed');
    const keepsState = kind === 'store' || kind === 'queue';
    if (keepsState) fields.keep('data_assets_processed');
    const said: Said[] = [
      ...say('owner', textOf(fields.text('owner'))),
      ...say('role', listOf([...new Set(technologies.flatMap((technology) => roles[technology] ?? []))])),
      ...say('scope', scopeOf(fields)),
      // The format has a word for each control that it knows of, and a model has to say it: what is absent is none.
      ...say('complete', fields.flag('out_of_scope') === true ? undefined : 'security'),
      ...say('exposed', chosen(fields.flag('internet'), 'internet', 'nobody')),
      ...say('machine', fields.word('machine', machines)),
      ...say('runs-on', listOf(this.runtimesOf(fields.text('id') ?? title))),
      ...say('custom-code', chosen(fields.flag('custom_developed_parts'), 'yes', 'no')),
      ...say('tenants', chosen(fields.flag('multi_tenant'), 'several', 'one')),
      ...say('classification', fields.word('confidentiality', confidentiality)),
      ...say('integrity', fields.word('integrity', criticality)),
      ...say('availability', fields.word('availability', criticality)),
      ...say('holds', listOf(this.references(fields, 'data_assets_stored'))),
      ...say('processes', keepsState ? undefined : listOf(processed)),
      ...say('at-rest', fields.word('encryption', encryption)),
      ...say('accepts', listOf(accepted(fields))),
    ];
    return { kind, name, title, description: fields.text('description'), said, notes: fields.rest(), inside: [] };
  }

  /** Where several assets run together: an element of its own, which theirs name. */
  private runtimes(): DraftElement[] {
    return this.file.named('shared_runtimes').map(([title, fields]) => {
      const name = this.names.nameOf(fields.text('id') ?? title, title, 'runtime');
      for (const id of fields.texts('technical_assets_running'))
        if (this.known(this.assets, id, fields.where))
          this.runningOn.set(id, [...(this.runningOn.get(id) ?? []), name]);
      const said = say('role', 'container-platform');
      return {
        kind: 'service',
        name,
        title,
        description: fields.text('description'),
        said,
        notes: fields.rest(),
        inside: [],
      };
    });
  }

  private runtimesOf(id: string): readonly string[] {
    return this.runningOn.get(id) ?? [];
  }

  private flowsOf(source: Asset): DraftFlow[] {
    return source.fields.named('communication_links').flatMap(([title, link]) => {
      const target = this.known(this.assets, link.text('target') ?? '', link.where);
      if (!target) return [];
      link.drop('diagram_tweak_weight', 'diagram_tweak_constraint');
      const protocol = link.word('protocol', protocols);
      if (!protocol?.exact) link.keep('protocol');
      const authenticates = link.word('authentication', authentication);
      if (authenticates === undefined) link.keep('authentication');
      const isReadOnly = link.flag('readonly') === true;
      const said: Said[] = [
        ...say('over', protocol?.over),
        ...say('authenticates', authenticates),
        ...say('authorises', link.word('authorization', authorization)),
        ...say('sends', listOf(this.references(link, 'data_assets_sent'))),
        ...say('receives', listOf(this.references(link, 'data_assets_received'))),
        ...say('access', isReadOnly ? 'read' : undefined),
        ...say('vpn', chosen(link.flag('vpn'), 'yes', 'no')),
        ...say('ip-filter', chosen(link.flag('ip_filtered'), 'yes', 'no')),
        ...say('purpose', purposeOf(link.text('usage'), isReadOnly, source)),
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

/** Its first technology, or all of them where a later version of the format lists several. */
function technologiesOf(fields: Fields): readonly string[] {
  const one = fields.text('technology');
  const several = fields.texts('technologies');
  return one === undefined ? several : [one, ...several];
}

function kindOf(fields: Fields, technologies: readonly string[]): string {
  const type = fields.word('type', { 'external-entity': 'external', process: 'process', datastore: 'datastore' });
  const isPersons = fields.flag('used_as_client_by_human') === true;
  const among = (kinds: Readonly<Record<string, string>>): string | undefined =>
    technologies.flatMap((technology) => kinds[technology] ?? [])[0];
  if (type === 'datastore') return among(storeKinds) ?? 'store';
  const kind = among(processKinds);
  if (type === 'external') return isPersons || kind === 'client' ? 'client' : 'external';
  return kind ?? 'service';
}

function scopeOf(fields: Fields): string | undefined {
  const isOut = fields.flag('out_of_scope');
  const because = textOf(fields.text('justification_out_of_scope'));
  if (isOut !== true) return chosen(isOut, 'out', 'in');
  return because === undefined ? 'out' : `out because ${because}`;
}

function purposeOf(usage: string | undefined, isReadOnly: boolean, { fields }: Asset): string | undefined {
  if (usage !== 'devops') return usage === 'business' ? 'business' : undefined;
  return !isReadOnly && technologiesOf(fields).includes('build-pipeline') ? 'deployment' : 'administration';
}

function accepted(fields: Fields): readonly string[] {
  const formats = fields.texts('data_formats_accepted');
  if (formats.some((format) => !Object.hasOwn(dataFormats, format))) fields.keep('data_formats_accepted');
  return [...new Set(formats.flatMap((format) => dataFormats[format] ?? []))];
}

const chosen = (flag: boolean | undefined, yes: string, no: string): string | undefined =>
  flag === undefined ? undefined : flag ? yes : no;

function boundaryElement({ title, fields, name }: Boundary, inside: readonly DraftElement[]): DraftElement {
  const said = say('kind', fields.word('type', boundaryKinds));
  return { kind: 'boundary', name, title, description: fields.text('description'), said, notes: fields.rest(), inside };
}
