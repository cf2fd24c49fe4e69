/** The threat model as CycloneDX 1.6: elements as services, data with its flows, threats as vulnerabilities with their analysis. */
import type { ThreatEntry, ThreatModel, ThreatStatus } from './model.ts';
import { nameOf } from './model.ts';

const STATES: Readonly<Record<ThreatStatus, string>> = {
  open: 'exploitable',
  'in progress': 'in_triage',
  mitigated: 'resolved',
  accepted: 'exploitable',
  transferred: 'exploitable',
  'false positive': 'false_positive',
};

export function cyclonedx(model: ThreatModel): string {
  const titles = new Map(model.assets.map(({ id, title }) => [id, title]));
  const classes = new Map(model.assets.map(({ id, classification }) => [id, classification]));
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': 'system', name: model.title } },
    services: model.elements
      .filter(({ kind }) => kind !== 'boundary')
      .map((element) => ({
        'bom-ref': element.id,
        name: element.name,
        ...(element.documentation !== undefined && { description: element.documentation }),
        'x-trust-boundary': model.flows.some(
          ({ source, target, crosses }) => crosses && [source, target].includes(element.id),
        ),
        ...(element.boundary !== undefined && { trustZone: nameOf(element.boundary) }),
        data: element.data.map((id) => ({
          flow: 'unknown',
          classification: classes.get(id) ?? 'not said',
          name: titles.get(id) ?? nameOf(id),
        })),
        properties: [
          { name: 'faultline:kind', value: element.kind },
          ...element.roles.map((role) => ({ name: 'faultline:role', value: role })),
        ],
      })),
    dependencies: model.elements
      .filter(({ kind }) => kind !== 'boundary')
      .map(({ id }) => ({
        ref: id,
        dependsOn: [...new Set(model.flows.filter(({ source }) => source === id).map(({ target }) => target))],
      })),
    vulnerabilities: model.threats.map((threat) => vulnerability(threat, model)),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function vulnerability(threat: ThreatEntry, model: ThreatModel): object {
  const flow = model.flows.find(({ id }) => id === threat.element);
  const cwes = threat.refs.flatMap((ref) => /^CWE-(\d+)$/.exec(ref)?.slice(1).map(Number) ?? []);
  const detail = threat.treatment?.reason;
  return {
    'bom-ref': threat.id,
    id: threat.id,
    source: { name: 'Faultline' },
    ratings: [{ severity: threat.rating, method: 'other', justification: threat.derivation.join('; ') }],
    cwes,
    description: threat.title,
    detail: threat.message,
    analysis: {
      state: STATES[threat.status],
      ...(threat.status === 'accepted' && { response: ['will_not_fix'] }),
      ...(detail !== undefined && { detail }),
    },
    affects: (flow ? [flow.source, flow.target] : [threat.element]).map((ref) => ({ ref })),
    properties: threat.stride.map((value) => ({ name: 'faultline:stride', value })),
  };
}
