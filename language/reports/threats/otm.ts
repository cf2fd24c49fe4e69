/** The threat model as an Open Threat Model 0.2 (iriusrisk/OpenThreatModel). What is not said is 0, and said to be so. */
import type { ThreatModel } from './model.ts';
import { nameOf } from './model.ts';

const OUTSIDE = 'outside-every-boundary';
/** From the words of the notation to numbers from 0 to 100, in the middle of nothing: each reads back as its word. */
const SCALE: Readonly<Record<string, number>> = {
  none: 0,
  public: 0,
  low: 33,
  internal: 33,
  medium: 66,
  confidential: 66,
  high: 100,
  restricted: 100,
};
const HARM: Readonly<Record<string, number>> = { low: 0, medium: 33, high: 66, critical: 100 };
const GRADES: readonly string[] = ['unlikely', 'possible', 'likely', 'very likely'];
const IMPACTS: readonly string[] = ['little', 'noticeable', 'serious', 'severe'];
const percent = (words: readonly string[], word: string): number => Math.round(((words.indexOf(word) + 1) / 4) * 100);

export function otm(model: ThreatModel): string {
  const zones = model.elements.filter(({ kind }) => kind === 'boundary');
  const components = model.elements.filter(({ kind }) => kind !== 'boundary');
  const threatsAt = (id: string): object[] =>
    model.threats
      .filter(({ element }) => element === id)
      .map(({ id: threat, status }) => ({
        threat,
        state: status === 'open' ? 'exposed' : status.replace(' ', '-'),
        mitigations: [],
      }));
  const document = {
    otmVersion: '0.2.0',
    project: { name: model.title, id: slug(model.title) },
    assets: model.assets.map(({ id, title, documentation, classification, integrity, availability }) => ({
      id: nameOf(id),
      name: title,
      ...(documentation !== undefined && { description: documentation }),
      risk: {
        confidentiality: SCALE[classification ?? ''] ?? 0,
        integrity: HARM[integrity ?? ''] ?? 0,
        availability: HARM[availability ?? ''] ?? 0,
        ...([classification, integrity, availability].includes(undefined) && {
          comment: '0 may stand for what is not said',
        }),
      },
    })),
    trustZones: [
      ...zones.map(({ id, title, documentation, boundary, trust }) => ({
        id: nameOf(id),
        name: title,
        type: 'boundary',
        ...(documentation !== undefined && { description: documentation }),
        risk: { trustRating: SCALE[trust ?? ''] ?? 0 },
        ...(boundary !== undefined && { parent: { trustZone: nameOf(boundary) } }),
      })),
      ...(components.some(({ boundary }) => boundary === undefined)
        ? [{ id: OUTSIDE, name: 'Outside every boundary', type: 'boundary', risk: { trustRating: 0 } }]
        : []),
    ],
    components: components.map(({ id, title, kind, documentation, boundary, roles, data }) => ({
      id: nameOf(id),
      name: title,
      type: roles[0] ?? kind,
      ...(documentation !== undefined && { description: documentation }),
      parent: { trustZone: boundary === undefined ? OUTSIDE : nameOf(boundary) },
      ...(data.length > 0 && { assets: { stored: data.map(nameOf), processed: [] } }),
      tags: [kind, ...roles],
      threats: threatsAt(id),
    })),
    dataflows: model.flows.map(({ id, title, name, source, target, data }) => ({
      id: nameOf(id),
      name: title === '' ? name : title,
      bidirectional: true,
      source: nameOf(source),
      destination: nameOf(target),
      assets: data.map(nameOf),
      threats: threatsAt(id),
    })),
    threats: model.threats.map((threat) => ({
      id: threat.id,
      name: threat.title,
      description: threat.message,
      categories: threat.stride,
      cwes: threat.refs.filter((ref) => ref.startsWith('CWE-')),
      risk: {
        likelihood: percent(GRADES, threat.likelihood),
        impact: percent(IMPACTS, threat.impact),
        impactComment: threat.derivation.join('; '),
      },
    })),
    mitigations: [],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '') || 'model';
