/**
 * The threat model for Threagile, version 1.0 of its schema, as JSON, which is YAML too. Threagile has no word for what is
 * not said: there its least telling word stands, and threats stand as individual risks, so that none is lost.
 */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Project } from '../../project/project.ts';
import type { KeyName, KeyValues } from '../../vocabulary/vocabulary.ts';
import type { ThreatElement, ThreatEntry, ThreatModel, ThreatStatus } from './model.ts';
import { nameOf } from './model.ts';
import * as words from './threagile-words.ts';

export function threagile(model: ThreatModel, project: Project): string {
  const said = <K extends KeyName>(id: Id, key: K): KeyValues[K] | undefined => {
    const entity: Entity | undefined = project.model.entity(id);
    return entity && written(entity, key);
  };
  const components = model.elements.filter(({ kind }) => kind !== 'boundary');
  const harm = (id: Id): object => ({
    confidentiality: words.confidentiality[said(id, 'classification') ?? 'internal'],
    integrity: words.harm[said(id, 'integrity') ?? 'low'],
    availability: words.harm[said(id, 'availability') ?? 'low'],
  });
  const owner = (id: Id): string => {
    const value = said(id, 'owner');
    return value === undefined ? '' : 'person' in value ? value.person : nameOf(value.team.ids[0] ?? '');
  };
  const dataOf = (id: Id, key: 'sends' | 'receives' | 'carries' | 'holds' | 'processes'): string[] =>
    (said(id, key) ?? []).flatMap(({ ids }) => ids.map(idOf));
  const asset = (element: ThreatElement): [string, object] => [
    `${element.title} (${element.name})`,
    {
      id: idOf(element.id),
      description: element.documentation ?? element.title,
      type: words.typeOf(element.kind),
      usage: 'business',
      used_as_client_by_human: element.kind === 'client' || element.kind === 'actor',
      out_of_scope: !element.inScope,
      justification_out_of_scope: element.because ?? '',
      size: 'component',
      technology: words.technologyOf(element.kind, element.roles),
      tags: [],
      internet: said(element.id, 'exposed') === 'internet',
      machine: said(element.id, 'machine') ?? 'virtual',
      encryption: words.encryption[said(element.id, 'at-rest') ?? 'plain'],
      owner: owner(element.id),
      ...harm(element.id),
      justification_cia_rating: '',
      multi_tenant: said(element.id, 'tenants')?.tenants === 'several',
      redundant: false,
      custom_developed_parts: said(element.id, 'custom-code') === true,
      data_assets_processed: dataOf(element.id, 'processes'),
      data_assets_stored: dataOf(element.id, 'holds'),
      data_formats_accepted: (said(element.id, 'accepts') ?? []).map((form) => words.formats[form]),
      communication_links: Object.fromEntries(
        model.flows
          .filter(({ source }) => source === element.id)
          .map((flow) => [
            `${flow.title === '' ? 'Flow' : flow.title} (${flow.name})`,
            {
              target: idOf(flow.target),
              description: flow.title === '' ? flow.name : flow.title,
              protocol: words.protocolOf(flow.protocol),
              authentication: words.authenticationOf(said(flow.id, 'authenticates')),
              authorization: words.authorization[said(flow.id, 'authorises') ?? 'none'],
              tags: [],
              vpn: said(flow.id, 'vpn') === true,
              ip_filtered: said(flow.id, 'ip-filter') === true,
              readonly: said(flow.id, 'access') === 'read',
              usage: (said(flow.id, 'purpose') ?? 'business') === 'business' ? 'business' : 'devops',
              data_assets_sent: [...dataOf(flow.id, 'sends'), ...dataOf(flow.id, 'carries')],
              data_assets_received: [...dataOf(flow.id, 'receives'), ...dataOf(flow.id, 'carries')],
            },
          ]),
      ),
    },
  ];
  const zones = model.elements.filter(({ kind }) => kind === 'boundary');
  const document = {
    threagile_version: '1.0.0',
    title: model.title,
    author: { name: '', homepage: '' },
    business_criticality: 'important',
    tags_available: [],
    data_assets: Object.fromEntries(
      model.assets.map(({ id, title, name, documentation }) => [
        `${title} (${name})`,
        {
          id: idOf(id),
          description: documentation ?? title,
          usage: 'business',
          tags: [],
          origin: '',
          owner: '',
          quantity: 'many',
          ...harm(id),
          justification_cia_rating: '',
        },
      ]),
    ),
    technical_assets: Object.fromEntries(components.map(asset)),
    trust_boundaries: Object.fromEntries(
      zones.map(({ id, title, name, documentation }) => [
        `${title} (${name})`,
        {
          id: idOf(id),
          description: documentation ?? title,
          type: words.boundaryOf(said(id, 'kind')),
          tags: [],
          technical_assets_inside: components.filter(({ boundary }) => boundary === id).map((inner) => idOf(inner.id)),
          trust_boundaries_nested: zones.filter(({ boundary }) => boundary === id).map((inner) => idOf(inner.id)),
        },
      ]),
    ),
    shared_runtimes: {},
    individual_risk_categories: risks(model),
    risk_tracking: Object.fromEntries(
      model.threats.flatMap((threat) => (threat.treatment ? [[riskId(threat), tracking(threat)]] : [])),
    ),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Letters, digits and hyphens. */
const idOf = (id: Id): string => nameOf(id).replace(/[^A-Za-z0-9]+/g, '-');
const riskId = ({ rule, element }: ThreatEntry): string => `${rule.replace('/', '-')}@${idOf(element)}`;

function risks(model: ThreatModel): object {
  const byRule = new Map<string, ThreatEntry[]>();
  for (const threat of model.threats) byRule.set(threat.rule, [...(byRule.get(threat.rule) ?? []), threat]);
  const elements = new Set(model.elements.map(({ id }) => id));
  return Object.fromEntries(
    [...byRule].map(([rule, threats]) => [
      threats[0]?.title ?? rule,
      {
        id: rule.replace('/', '-'),
        description: threats[0]?.title ?? rule,
        impact: '',
        asvs: threats[0]?.refs.find((ref) => ref.startsWith('ASVS')) ?? '',
        cheat_sheet: '',
        action: '',
        mitigation: '',
        check: '',
        function: 'architecture',
        stride: words.strideOf(threats[0]?.stride[0]),
        detection_logic: '',
        risk_assessment: '',
        false_positives: '',
        model_failure_possible_reason: false,
        cwe: Number(/^CWE-(\d+)$/.exec(threats[0]?.refs[0] ?? '')?.[1] ?? 0),
        risks_identified: Object.fromEntries(
          threats.map((threat) => [
            `${threat.title}: ${nameOf(threat.element)} (${threat.id})`,
            {
              severity: threat.rating,
              exploitation_likelihood: words.likelihoodOf(threat.likelihood),
              exploitation_impact: words.impactOf(threat.impact),
              data_breach_probability: 'possible',
              data_breach_technical_assets: [],
              most_relevant_data_asset: '',
              most_relevant_technical_asset: elements.has(threat.element) ? idOf(threat.element) : '',
              most_relevant_communication_link: '',
              most_relevant_trust_boundary: '',
              most_relevant_shared_runtime: '',
            },
          ]),
        ),
      },
    ]),
  );
}

const STATUSES: Readonly<Record<ThreatStatus, string>> = {
  open: 'unchecked',
  'in progress': 'in-progress',
  mitigated: 'mitigated',
  accepted: 'accepted',
  transferred: 'accepted',
  'false positive': 'false-positive',
};

const tracking = ({ status, treatment }: ThreatEntry): object => ({
  status: STATUSES[status],
  justification: treatment?.reason ?? '',
  ticket: '',
  date: treatment?.decided ?? '',
  checked_by: treatment?.by ?? '',
});
