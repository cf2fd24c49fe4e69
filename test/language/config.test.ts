import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { configSchema, defaultConfig, parseConfig, severityOf } from '../../language/project/config.ts';

const rules = [
  { id: 'consistency/stale-read', severity: 'error', title: 'A read may be stale' },
  { id: 'consistency/lost-write', severity: 'warning', title: 'A write may be lost' },
  { id: 'operations/no-owner', severity: 'hint', title: 'Nobody owns this' },
] as const;
const [staleRead, lostWrite, noOwner] = rules;
const ids = rules.map((rule) => rule.id);

function errorsOf(text: string) {
  return parseConfig(text, ids).errors.map((error) => ({
    at: text.slice(error.offset, error.offset + error.length),
    message: error.message,
    suggestion: error.suggestion,
  }));
}

describe('parseConfig', () => {
  it('reads comments, trailing commas and every property', () => {
    const { config, errors } = parseConfig(
      `{
        // strict from the start
        "$schema": "x.json",
        "preset": "strict",
        "rules": { "consistency/*": "info", "consistency/lost-write": "off", },
        "exclude": ["drafts/**"],
      }`,
      ids,
    );
    expect(errors).toEqual([]);
    expect(config.preset).toBe('strict');
    expect([...config.rules]).toEqual([
      ['consistency/*', 'info'],
      ['consistency/lost-write', 'off'],
    ]);
    expect(config.exclude).toEqual(['drafts/**']);
  });

  it.each(['', '  \n', '// nothing yet', '{}'])('takes %j for the defaults', (text) => {
    expect(parseConfig(text, ids)).toEqual({ config: defaultConfig, errors: [] });
  });

  it('points at an unknown property and names the nearest', () => {
    expect(errorsOf('{ "perset": "strict" }')).toEqual([
      { at: 'perset', message: 'Unknown property "perset". Did you mean "preset"?', suggestion: 'preset' },
    ]);
    expect(errorsOf('{ "colours": 1 }')[0]?.message).toBe(
      'Unknown property "colours". It is one of $schema, preset, rules, exclude.',
    );
  });

  it('points at an unknown rule and at a wrong severity, and keeps the rest', () => {
    const text =
      '{ "rules": { "consistency/stale-raed": "off", "consistency/lost-write": "eror", "operations/*": "info" } }';
    expect(errorsOf(text)).toEqual([
      {
        at: 'consistency/stale-raed',
        message: 'Unknown rule "consistency/stale-raed". Did you mean "consistency/stale-read"?',
        suggestion: 'consistency/stale-read',
      },
      { at: 'eror', message: 'Unknown severity "eror". Did you mean "error"?', suggestion: 'error' },
    ]);
    expect([...parseConfig(text, ids).config.rules]).toEqual([['operations/*', 'info']]);
  });

  it.each([
    ['[]', '[]'],
    ['{ "preset": 3 }', '3'],
    ['{ "rules": [] }', '[]'],
    ['{ "rules": { "operations/no-owner": true } }', 'true'],
    ['{ "rules": { "operations/no-owner": "off", "operations/no-owner": "hint" } }', 'operations/no-owner'],
    ['{ "exclude": "x" }', '"x"'],
    ['{ "exclude": [""] }', '""'],
    ['{ "preset": "strict" "rules": {} }', '"rules"'],
  ])('reports one error in %s', (text, at) => {
    expect(errorsOf(text).map((error) => error.at)).toEqual([at]);
  });

  it('never throws', () => {
    for (const text of ['{', '{"rules":', '{"rules":{"a', '\u0000', '{"exclude":[}', '}{', '"']) {
      expect(parseConfig(text, ids).errors.length).toBeGreaterThan(0);
    }
  });
});

describe('severityOf', () => {
  it('follows the preset', () => {
    const levels = (preset: 'recommended' | 'strict' | 'minimal') =>
      [staleRead, lostWrite, noOwner].map((rule) => severityOf({ ...defaultConfig, preset }, rule));
    expect(levels('recommended')).toEqual(['error', 'warning', 'hint']);
    expect(levels('strict')).toEqual(['error', 'error', 'info']);
    expect(levels('minimal')).toEqual(['error', 'off', 'off']);
  });

  it('applies a rule that is only strict in that preset, or where it is configured', () => {
    const picky = { id: 'test/picky', severity: 'hint', strictOnly: true } as const;
    expect(severityOf(defaultConfig, picky)).toBe('off');
    expect(severityOf({ ...defaultConfig, preset: 'strict' }, picky)).toBe('hint');
    expect(severityOf({ ...defaultConfig, rules: new Map([['test/*', 'error']]) }, picky)).toBe('error');
  });

  it('prefers the rule over its area, whatever the order, and both over the preset', () => {
    const { config } = parseConfig(
      '{ "preset": "minimal", "rules": { "consistency/lost-write": "hint", "consistency/*": "warning" } }',
      ids,
    );
    expect([staleRead, lostWrite, noOwner].map((rule) => severityOf(config, rule))).toEqual(['warning', 'hint', 'off']);
  });
});

describe('configSchema', () => {
  const validate = new Ajv({ strict: false }).compile(configSchema(rules));

  it('accepts what the parser accepts', () => {
    expect(validate({ preset: 'strict', rules: { 'consistency/*': 'off' }, exclude: ['a'] })).toBe(true);
  });

  it.each([{ perset: 'strict' }, { rules: { 'consistency/none': 'off' } }, { rules: { 'operations/*': 'fatal' } }])(
    'rejects %j',
    (config) => {
      expect(validate(config)).toBe(false);
    },
  );
});
