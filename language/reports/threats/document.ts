/**
 * The threat model as a document in sections, each a region of a file that people may write around. One list of blocks
 * for every form of text, so that Markdown and HTML say the same.
 */
import type { Part } from '../regions.ts';
import type { ThreatEntry, ThreatModel } from './model.ts';
import { nameOf } from './model.ts';

export type Block =
  | { readonly heading: string; readonly level: 2 | 3 | 4 }
  /** Backquotes mark names. */
  | { readonly text: string }
  | { readonly list: readonly string[] }
  | { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly picture: string };

/** How pictures of the model are written in the form of text at hand. */
export interface Pictures {
  readonly dataFlow: string | undefined;
  /** By the element that a path leads to. */
  readonly paths: ReadonlyMap<string, string>;
}

export interface Change {
  readonly id: string;
  readonly what: string;
}

export interface Changes {
  readonly revision: string;
  readonly changes: readonly Change[];
}

export interface Form {
  readonly title: (title: string) => string;
  readonly end: string;
  readonly write: (block: Block) => string;
}

export function documentParts(
  model: ThreatModel,
  pictures: Pictures,
  changes: Changes | undefined,
  form: Form,
): Part[] {
  const section = (region: string, blocks: readonly Block[]): Part[] => [
    { region, text: blocks.map(form.write).join('\n') },
    { once: '\n' },
  ];
  return [
    { once: form.title(model.title) },
    ...section('summary', summary(model)),
    ...(changes ? section('changes', changed(changes)) : []),
    ...section('scope', scope(model, pictures)),
    ...section('assets', assets(model)),
    ...section('assumptions', assumptions(model)),
    ...section('threats', threats(model)),
    ...section('attack-paths', paths(model, pictures)),
    ...section('questions', questions(model)),
    { once: form.end },
  ];
}

function summary({ threats: all }: ThreatModel): Block[] {
  const open = all.filter(({ status }) => status === 'open');
  const ratings = ['critical', 'high', 'medium', 'low'];
  return [
    { heading: 'Summary', level: 2 },
    { text: `Threats: ${String(all.length)}. Open: ${String(open.length)}.` },
    {
      head: ['Rating', 'Threats', 'Open'],
      rows: ratings.map((rating) => [
        rating,
        String(all.filter((threat) => threat.rating === rating).length),
        String(open.filter((threat) => threat.rating === rating).length),
      ]),
    },
  ];
}

function changed({ revision, changes }: Changes): Block[] {
  return [
    { heading: `Changes since ${revision}`, level: 2 },
    changes.length === 0 ? { text: 'None.' } : { list: changes.map(({ id, what }) => `\`${id}\`: ${what}`) },
  ];
}

function scope({ elements, flows }: ThreatModel, { dataFlow }: Pictures): Block[] {
  return [
    { heading: 'Scope', level: 2 },
    {
      head: ['Element', 'Kind', 'Boundary', 'In scope'],
      rows: elements
        .filter(({ kind }) => kind !== 'boundary')
        .map(({ title, kind, boundary, inScope, because }) => [
          title,
          kind,
          boundary === undefined ? '' : nameOf(boundary),
          inScope ? 'yes' : `no${because === undefined ? '' : `: ${because}`}`,
        ]),
    },
    { heading: 'Data flow', level: 3 },
    ...(dataFlow === undefined ? [] : [{ picture: dataFlow }]),
    {
      head: ['Flow', 'From', 'To', 'Protocol', 'Encrypted', 'Authenticated', 'Crosses a boundary', 'Data'],
      rows: flows.map((flow) => [
        flow.title === '' ? flow.name : flow.title,
        nameOf(flow.source),
        nameOf(flow.target),
        flow.protocol ?? '',
        known(flow.encrypted),
        known(flow.authenticated),
        flow.crosses ? 'yes' : 'no',
        flow.data.map(nameOf).join(', '),
      ]),
    },
  ];
}

const known = (value: boolean | undefined): string => (value === undefined ? 'not said' : value ? 'yes' : 'no');

function assets({ assets: all }: ThreatModel): Block[] {
  return [
    { heading: 'Assets', level: 2 },
    {
      head: ['Data', 'Classification', 'Integrity', 'Availability', 'Personal'],
      rows: all.map(
        ({ title, classification = 'not said', integrity = 'not said', availability = 'not said', personal }) => [
          title,
          classification,
          integrity,
          availability,
          known(personal),
        ],
      ),
    },
  ];
}

function assumptions({ assumptions: all }: ThreatModel): Block[] {
  return [{ heading: 'Assumptions', level: 2 }, all.length === 0 ? { text: 'None is written.' } : { list: all }];
}

function threats({ threats: all }: ThreatModel): Block[] {
  const byElement = new Map<string, ThreatEntry[]>();
  for (const threat of all) byElement.set(threat.element, [...(byElement.get(threat.element) ?? []), threat]);
  return [
    { heading: 'Threats', level: 2 },
    ...(all.length === 0 ? [{ text: 'None was found.' }] : []),
    ...[...byElement].flatMap(([element, list]): Block[] => [
      { heading: nameOf(element), level: 3 },
      ...list.flatMap(threatBlocks),
    ]),
  ];
}

function threatBlocks(threat: ThreatEntry): Block[] {
  const { treatment } = threat;
  const decided = treatment && [
    treatment.reason,
    treatment.by && `by ${treatment.by}`,
    treatment.decided && `on ${treatment.decided}`,
    treatment.until && `until ${treatment.until}${treatment.expired ? ', which has passed' : ''}`,
    treatment.progress && `progress: ${treatment.progress}`,
    ...treatment.evidence.map((proof) => `evidence: ${proof}`),
  ];
  return [
    { heading: threat.title, level: 4 },
    { text: threat.message },
    {
      list: [
        `Rating: ${threat.rating} (likelihood: ${threat.likelihood}; impact: ${threat.impact})`,
        ...(threat.derivation.length > 0 ? [`Because: ${threat.derivation.join('; ')}`] : []),
        `Status: ${threat.status}; residual: ${threat.residual}`,
        ...(decided ? [`Decision: ${decided.filter((said) => said !== undefined && said !== '').join(', ')}`] : []),
        `STRIDE: ${threat.stride.join(', ')}`,
        `References: ${threat.refs.join(', ')}`,
        ...(threat.affects.length > 0 ? [`Affects: ${threat.affects.map(nameOf).join(', ')}`] : []),
        `Id: \`${threat.id}\``,
      ],
    },
  ];
}

function paths({ threats: all }: ThreatModel, pictures: Pictures): Block[] {
  const shown = new Map(
    all.filter(({ path }) => path.length > 1).map((threat) => [threat.path.join(' '), threat.path]),
  );
  return [
    { heading: 'Attack paths', level: 2 },
    ...(shown.size === 0 ? [{ text: 'No way leads from untrusted input to what is threatened.' }] : []),
    ...[...shown.values()].flatMap((path): Block[] => {
      const end = path.at(-1) ?? '';
      const picture = pictures.paths.get(end);
      return [
        { heading: `To ${nameOf(end)}`, level: 3 },
        { text: path.map((id) => `\`${nameOf(id)}\``).join(' → ') },
        ...(picture === undefined ? [] : [{ picture }]),
      ];
    }),
  ];
}

function questions({ questions: all }: ThreatModel): Block[] {
  return [
    { heading: 'Open questions', level: 2 },
    all.length === 0
      ? { text: 'None.' }
      : {
          list: all.map(({ element, keys }) => `\`${nameOf(element)}\`: ${keys.map((key) => `\`${key}\``).join(', ')}`),
        },
  ];
}
