import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importModel } from '../../language/imports/import.ts';
import { firstWritten, regenerate } from '../../language/reports/regions.ts';
import { changesBetween } from '../../language/reports/threats/changes.ts';
import { cyclonedx } from '../../language/reports/threats/cyclonedx.ts';
import { documentParts } from '../../language/reports/threats/document.ts';
import { html } from '../../language/reports/threats/html.ts';
import { markdown } from '../../language/reports/threats/markdown.ts';
import { threatModelOf } from '../../language/reports/threats/model.ts';
import type { ThreatModel } from '../../language/reports/threats/model.ts';
import { otm } from '../../language/reports/threats/otm.ts';
import { csv, json } from '../../language/reports/threats/plain.ts';
import { threagile } from '../../language/reports/threats/threagile.ts';
import { threatDragon } from '../../language/reports/threats/threat-dragon.ts';
import { projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';
import { sharedJson } from '../support/shared.ts';

const SHOP = `
system shop "Shop <b>" {
  boundary outside { trust: none }
  boundary inside {
    trust: high
    service api "API" { role: web-application; custom-code: yes; input: trusted; output: raw }
    store orders "Orders | all" { role: database; holds: Order; at-rest: plain }
  }
  client browser "Browser" in outside { exposed: internet; scope: out because "The customer's own." }
  browser -> api order "Order" { over: http; authenticates: none; sends: Order }
  api -> orders save { over: sql; authenticates: none; sends: Order; access: write }
}
data Order "Order" { classification: restricted; integrity: critical }
`;
const project = (more = ''): ReturnType<typeof projectOf> => projectOf([['file:///a.arch', SHOP + more]]);
const modelOf = (more = ''): ThreatModel => threatModelOf(project(more), (rule) => rule);
const NO_PICTURES = { dataFlow: undefined, paths: new Map<string, string>() };
const statuses = (model: ThreatModel): string[] =>
  model.threats.map(({ id, status, residual }) => `${id}: ${status}, ${residual}`);

describe('the threat model', () => {
  const model = modelOf();

  it('holds every threat with rating, path and place', () => {
    expect(model.threats.length).toBeGreaterThan(2);
    for (const threat of model.threats) {
      expect(threat).toMatchObject({ status: 'open', residual: threat.rating, treatment: undefined });
      expect(threat.derivation).not.toEqual([]);
      expect(threat.refs).not.toEqual([]);
    }
    expect(model.assumptions).toEqual(["Browser is not judged here: The customer's own."]);
    expect(model.threats.some(({ path }) => path[0] === 'element:shop.outside.browser' || path.length > 1)).toBe(true);
  });

  it('is empty where nothing is said', () => {
    const quiet = projectOf([['file:///a.arch', 'service a\nstore b\na -> b\n']]);
    expect(threatModelOf(quiet, (rule) => rule).threats).toEqual([]);
  });

  it('keeps ids when titles and the order change', () => {
    const other = projectOf([['file:///a.arch', SHOP.replace('"API"', '"Other"').replace(/^data Order.*$/m, '')]]);
    other.setDocument('file:///0.arch', /^data Order.*$/m.exec(SHOP)?.[0] ?? '');
    expect(threatModelOf(other, (rule) => rule).threats.map(({ id }) => id)).toEqual(model.threats.map(({ id }) => id));
  });

  const [first] = model.threats;
  const { rule = '', element = '' } = first ?? {};
  const name = element.slice(element.indexOf(':') + 1);

  it.each([
    [`accept ${rule} on ${name} { because: "x"; by: "Ada"; decided: 2026-01-02; until: 2027-01-01 }`, 'accepted'],
    [`accept ${rule} on ${name} { because: "x"; as: false-positive }`, 'false positive'],
    [`accept ${rule} on ${name} { because: "x"; as: transferred }`, 'transferred'],
    [`accept ${rule} on shop { because: "all of it" }`, 'accepted'],
    [`accept ${rule} on ${name} { because: "x"; until: 2026-01-01 }`, 'open'],
    [`mitigation ${rule} on ${name} { progress: started; because: "x" }`, 'in progress'],
    [`mitigation ${rule} on ${name} { progress: planned; because: "x" }`, 'open'],
    [`mitigation ${rule} on ${name} { progress: done; evidence: "a test" }`, 'mitigated'],
  ])('tells what was decided: %s', (text, status) => {
    const changed = modelOf(text);
    expect(changed.threats.find(({ id }) => id === first?.id)?.status).toBe(status);
    expect(changed.threats.length).toBe(model.threats.length);
    expect(changesBetween(model, changed).some(({ id }) => id === first?.id)).toBe(status !== 'open');
    expect(changesBetween(changed, changed)).toEqual([]);
  });

  it('says what appeared and went', () => {
    const none = threatModelOf(projectOf([]), (id) => id);
    expect(changesBetween(none, model).map(({ what }) => what.split(',')[0])).toEqual(model.threats.map(() => 'new'));
    expect(changesBetween(model, none)).toHaveLength(model.threats.length);
    expect(statuses(none)).toEqual([]);
  });
});

describe('formats of the threat model', () => {
  const model = modelOf();

  it.each([
    ['otm', 'data/threats/otm/otm_schema.json', (text: ThreatModel) => otm(text)],
    [
      'threat-dragon',
      'data/threats/threat-dragon/threat-dragon-v2.schema.json',
      (text: ThreatModel) => threatDragon(text),
    ],
    ['threagile', 'data/threats/threagile/schema.json', (text: ThreatModel) => threagile(text, project())],
  ])('%s keeps to its schema', (_, file, write) => {
    const schema = sharedJson<object>(file, `validating against ${file}`);
    if (!schema) return;
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    // Drafts 4 and older name a schema by `id`; none of its references uses it.
    const rest = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== 'id'));
    const validate = ajv.compile(rest);
    expect(validate(JSON.parse(write(model))) ? [] : validate.errors).toEqual([]);
  });

  it.each([
    ['otm', otm(model)],
    ['threat-dragon', threatDragon(model)],
    ['threagile', threagile(model, project())],
  ] as const)('%s can be imported again: the same elements and flows', (format, text) => {
    const again = projectOf([['file:///b.arch', importModel(text, format).text]]);
    expect(
      again.findings().filter(({ rule, severity }) => rule.startsWith('language/') && severity === 'error'),
    ).toEqual([]);
    expect(again.summaryOf().flows).toBe(2);
    const titles = [...again.model.entities.values()].map(({ title }) => title ?? '');
    for (const title of ['API', 'Orders | all', 'Browser'])
      expect(titles.some((each) => each.startsWith(title))).toBe(true);
  });

  it('writes JSON, CSV and CycloneDX that hold every threat', () => {
    for (const { id } of model.threats)
      for (const text of [json(model), csv(model), cyclonedx(model)]) expect(text).toContain(id);
    expect(csv(model).split('\r\n')).toHaveLength(model.threats.length + 2);
    const refs = (JSON.parse(cyclonedx(model)) as { services: { 'bom-ref': string }[] }).services.map(
      (s) => s['bom-ref'],
    );
    expect(new Set(refs).size).toBe(refs.length);
  });

  it('lets no text of the model out of its place', () => {
    const written = firstWritten(documentParts(model, NO_PICTURES, undefined, html));
    expect(written).not.toContain('<b>');
    expect(firstWritten(documentParts(model, NO_PICTURES, undefined, markdown))).not.toContain('Shop <b>');
    expect(written).toContain('Orders | all');
  });

  it.each([
    ['Markdown', markdown],
    ['HTML', html],
  ])('keeps what people write between sections of %s byte for byte', (_, form) => {
    const before = documentParts(modelOf(), NO_PICTURES, undefined, form);
    const after = documentParts(modelOf('service more { exposed: internet }'), NO_PICTURES, undefined, form);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (own) => {
        fc.pre(!own.includes('faultline:'));
        const file = firstWritten(before).replace(/^(<!-- faultline:end \w+ -->)$/m, (end) => `${end}\n${own}\n`);
        const result = regenerate(file, after);
        expect('text' in result && result.text.includes(`-->\n${own}\n`)).toBe(true);
      }),
      { numRuns: runs(50) },
    );
  });

  it('writes nothing where a section or a marker was changed', () => {
    const parts = documentParts(model, NO_PICTURES, undefined, markdown);
    const file = firstWritten(parts);
    expect(regenerate(file.replace('## Summary', '## My summary'), parts)).toHaveProperty('problems');
    expect(regenerate(file.replace(/<!-- faultline:end summary -->\n/, ''), parts)).toHaveProperty('problems');
  });
});
