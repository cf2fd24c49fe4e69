import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatText } from '../../language/format/format.ts';
import { ImportError } from '../../language/imports/fields.ts';
import { importModel } from '../../language/imports/import.ts';
import type { ImportFormat } from '../../language/imports/import.ts';
import type { Project } from '../../language/project/project.ts';
import { projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';
import { sharedText } from '../support/shared.ts';
import { samples } from './samples.ts';

const formats = Object.keys(samples) as ImportFormat[];

function read(text: string, format: ImportFormat): { text: string; told: readonly string[]; project: Project } {
  const imported = importModel(text, format);
  return { ...imported, project: projectOf([['file:///a.arch', imported.text]]) };
}

const faults = (project: Project): string[] =>
  project
    .findings()
    .filter(({ rule }) => rule.startsWith('language/') && rule !== 'language/unanswered')
    .map(({ rule, message }) => `${rule}: ${message}`);

const names = (project: Project, prefix: string): string[] =>
  [...project.model.entities.values()]
    .filter(({ id, uris }) => id.startsWith(prefix) && uris[0] === 'file:///a.arch')
    .map(({ kind, qualified }) => `${kind} ${qualified}`)
    .sort();

describe('importing', () => {
  it.each(formats)('writes text without faults, laid out: %s', (format) => {
    const { text, project } = read(samples[format], format);
    expect(faults(project)).toEqual([]);
    expect(formatText(text)).toBe(text);
  });

  it('reads Threagile: nesting, kinds, data, flows', () => {
    const { project, told, text } = read(samples.threagile, 'threagile');
    expect(names(project, 'element:')).toEqual([
      'boundary outer',
      'boundary outer.inner',
      'client browser',
      'service cluster',
      'service outer.shop',
      'store outer.inner.orders-db',
    ]);
    expect(names(project, 'data:')).toEqual(['data Accounts', 'data Orders']);
    expect(names(project, 'flow:')).toEqual(['flow query', 'flow shopping']);
    expect(told).toEqual([
      'Shop "One" › Lost: refers to `nowhere`, which the file does not declare',
      'Outer: holds `orders-db`, which stands in another boundary already',
    ]);
    expect(text).toContain('"Shop \\"One\\""');
    expect(text).toContain('/** What was ordered * / and by whom */');
  });

  it('reads an Open Threat Model: zones, nested components, ratings', () => {
    const { project, told } = read(samples.otm, 'otm');
    expect(names(project, 'element:')).toEqual([
      'boundary inside',
      'boundary inside.vault',
      'boundary internet',
      'client internet.web',
      'service inside.api',
      'service inside.api.module',
      'service lost',
      'store inside.vault.db',
    ]);
    expect(told).toEqual([
      'dataflows[2]: `destination` is `nothing`, which the file does not declare: the flow is left out',
      'components[4]: stands in `lost`, which the file does not declare around it, and comes to the top',
    ]);
    const zone = project.model.entity('element:internet');
    expect(zone?.values.get('trust')).toEqual(['none']);
    expect(project.model.entity('data:Orders')?.values.get('classification')).toEqual(['confidential']);
  });

  it('reads Threat Dragon: boxes hold what is drawn in them, answers belong to what was asked', () => {
    const { project, told, text } = read(samples['threat-dragon'], 'threat-dragon');
    expect(names(project, 'element:')).toEqual([
      'actor customer',
      'boundary inside',
      'service inside.web-application',
      'store inside.database',
      'store inside.log',
    ]);
    expect(
      [...project.model.ofKind('flow')]
        .map((id) => {
          const flow = project.model.entity(id);
          return `${flow?.source ?? ''} ${flow?.target ?? ''}`;
        })
        .sort(),
    ).toEqual([
      'element:customer element:inside.web-application',
      'element:inside.web-application element:inside.database',
      'element:inside.web-application element:inside.log',
    ]);
    expect(text).toContain('// - answer: Rows');
    expect(told).toHaveLength(2);
  });

  it.each([
    ['threagile', 'title: x'],
    ['otm', '[1, 2]'],
    ['threat-dragon', '{"summary": {}}'],
    ['threat-dragon', '{"version": "1.6", "summary": {"title": "x"}, "detail": {"diagrams": [1]}}'],
    ['otm', 'a: [unclosed'],
    ['otm', '{"otmVersion": '],
    ['threagile', ''],
    ['otm', `otmVersion: 1\na: ${'['.repeat(200)}${']'.repeat(200)}`],
    ['otm', 'otmVersion: !!js/function "x"'],
  ] as const)('refuses what is no model: %s %s', (format, text) => {
    expect(() => importModel(text, format)).toThrow(ImportError);
  });

  it('refuses a text that grows when its aliases are followed', () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `l${String(i + 1)}: &l${String(i + 1)} [*l${String(i)}, *l${String(i)}]`,
    );
    expect(() => importModel(['otmVersion: 1', 'l0: &l0 [x]', ...levels].join('\n'), 'otm')).toThrow(/values/);
  });

  it('does not let a text become a comment that hides findings, or end a comment', () => {
    const evil = 'x\n// faultline-ignore security/a -- no */ service evil { " }';
    const { text, project } = read(
      `otmVersion: 1\nproject: { name: p, id: p, attributes: { a: ${JSON.stringify(evil)} } }\ncomponents:\n  - ${JSON.stringify({ id: 'a', name: evil, type: 'x', description: evil, parent: {} })}\n`,
      'otm',
    );
    expect(faults(project)).toEqual([]);
    expect(names(project, 'element:')).toEqual(['service a']);
    expect(text).not.toMatch(/^\s*\/\/ *faultline-ignore/m);
  });

  it('keeps to the language whatever stands in the file', () => {
    const broken = fc.constantFrom(...formats).chain((format) => {
      const text = samples[format];
      return fc
        .array(
          fc.record({
            at: fc.nat(text.length),
            cut: fc.nat(6),
            put: fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('"', '\n', '}', '- ', ': ', '*/', '  ', 'null')),
          }),
          { minLength: 1, maxLength: 3 },
        )
        .map((edits) => ({
          format,
          text: edits.reduce((now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut), text),
        }));
    });
    fc.assert(
      fc.property(broken, ({ format, text }) => {
        let imported: ReturnType<typeof read>;
        try {
          imported = read(text, format);
        } catch (error) {
          expect(error).toBeInstanceOf(ImportError);
          return;
        }
        expect(faults(imported.project)).toEqual([]);
      }),
      { numRuns: runs(200) },
    );
  });

  it('keeps to the language whatever things are called', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 8 }), (titles) => {
        const components = titles.map((name, i) => ({ id: String(i), name, type: name, parent: {} }));
        const dataflows = titles.map((name, i) => ({ id: String(i), name, source: String(i), destination: '0' }));
        const { project } = read(JSON.stringify({ otmVersion: '0.2.0', components, dataflows }), 'otm');
        expect(faults(project)).toEqual([]);
        expect(project.summaryOf()).toMatchObject({ elements: titles.length, flows: titles.length });
      }),
      { numRuns: runs(100) },
    );
  });

  it.each([
    ['threagile', 'data/threats/threagile/threagile.v091.yaml', { elements: 20, flows: 20 }],
    ['otm', 'data/threats/otm/EXAMPLE.yaml', { elements: 6, flows: 2 }],
    ['threat-dragon', 'data/threats/threat-dragon/v2-threat-model.json', { elements: 7, flows: 7 }],
  ] as const)('reads the published model of %s', (format, file, size) => {
    const text = sharedText(file, `importing ${file}`);
    if (text === undefined) return;
    const { project } = read(text, format);
    expect(faults(project)).toEqual([]);
    expect(project.summaryOf()).toMatchObject(size);
  });
});
