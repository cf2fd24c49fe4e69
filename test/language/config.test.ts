import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../language/project/config-schema.ts';
import { defaultConfig, inEnvironment, parseConfig } from '../../language/project/config.ts';
import { explainLevel, Levels, matchesPath, severityOf } from '../../language/project/levels.ts';

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
      'Unknown property "colours". It is one of $schema, preset, rules, overrides, exclude, environment, environments.',
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
    ['{ "overrides": {} }', '{}'],
    ['{ "overrides": [3] }', '3'],
    ['{ "overrides": [{}] }', '{}'],
    ['{ "overrides": [{ "files": "x" }] }', '"x"'],
    ['{ "overrides": [{ "files": ["x"], "rulse": {} }] }', 'rulse'],
    ['{ "overrides": [{ "files": ["x"], "rules": { "operations/*": "fatal" } }] }', 'fatal'],
    ['{ "environments": [] }', '[]'],
    ['{ "environments": { "": {} } }', '""'],
    ['{ "environments": { "ci": 1 } }', '1'],
    ['{ "environments": { "ci": {}, "ci": {} } }', 'ci'],
    ['{ "environments": { "ci": { "production": "no" } } }', '"no"'],
    ['{ "environments": { "ci": { "presets": "strict" } } }', 'presets'],
    ['{ "environment": 3 }', '3'],
    ['{ "environment": "stagign", "environments": { "staging": {} } }', 'stagign'],
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

describe('what is said nearer to the case', () => {
  const { config, errors } = parseConfig(
    `{
      "rules": { "consistency/*": "warning" },
      "overrides": [
        { "files": ["legacy/"], "rules": { "consistency/*": "off" } },
        { "files": ["legacy/core/**", "*.gen.arch"], "rules": { "consistency/stale-read": "info" } },
      ],
      "environments": {
        "staging": {
          "preset": "strict",
          "rules": { "consistency/lost-write": "hint" },
          "overrides": [{ "files": ["legacy/core/"], "rules": { "consistency/lost-write": "error" } }],
        },
      },
    }`,
    ids,
  );
  const staging = { ...config, environment: 'staging' };

  it('is read without a mistake', () => {
    expect(errors).toEqual([]);
  });

  it.each([
    [config, staleRead, 'a.arch', 'warning', 'rules["consistency/*"]'],
    [config, staleRead, 'legacy/a.arch', 'off', 'overrides[0].rules["consistency/*"]'],
    [config, staleRead, 'legacy/core/a.arch', 'info', 'overrides[1].rules["consistency/stale-read"]'],
    [config, lostWrite, 'legacy/core/a.arch', 'off', 'overrides[0].rules["consistency/*"]'],
    [config, staleRead, 'deep/in/x.gen.arch', 'info', 'overrides[1].rules["consistency/stale-read"]'],
    [config, noOwner, 'legacy/a.arch', 'hint', 'preset "recommended"'],
    [staging, noOwner, 'a.arch', 'info', 'environments.staging.preset "strict"'],
    [staging, lostWrite, 'legacy/a.arch', 'hint', 'environments.staging.rules["consistency/lost-write"]'],
    [
      staging,
      lostWrite,
      'legacy/core/a.arch',
      'error',
      'environments.staging.overrides[0].rules["consistency/lost-write"]',
    ],
  ] as const)('wins: %#', (chosen, rule, path, level, from) => {
    expect(explainLevel(chosen, rule, matchesPath(path))).toEqual({ level, from });
    expect(new Levels(chosen, 'file:///a%20b').of(rule, `file:///a%20b/${path}`)).toBe(level);
  });

  it('holds nowhere outside the folder', () => {
    expect(new Levels(config, 'file:///a').of(staleRead, 'file:///ab/legacy/a.arch')).toBe('warning');
    expect(new Levels(config, undefined).of(staleRead, 'legacy/a.arch')).toBe('warning');
  });

  it('runs a rule that applies in some file only, and knows that it is off in others', () => {
    const { config: some } = parseConfig(
      '{ "preset": "minimal", "overrides": [{ "files": ["a"], "rules": { "operations/*": "hint" } }] }',
      ids,
    );
    const levels = new Levels(some, 'file:///a');
    expect([lostWrite, noOwner].map((rule) => levels.appliesSomewhere(rule))).toEqual([false, true]);
    expect([staleRead, noOwner].map((rule) => levels.isOffSomewhere(rule))).toEqual([false, true]);
  });
});

describe('environments', () => {
  const spread = { id: 'faults/spread', severity: 'error', productionOnly: true } as const;

  it('leave out what only matters in production, where they are not', () => {
    expect(severityOf(defaultConfig, spread)).toBe('error');
    expect(explainLevel({ ...defaultConfig, environment: 'dev' }, spread)).toEqual({
      level: 'off',
      from: 'environment "dev"',
    });
  });

  it.each([
    ['{ "environment": "dev", "rules": { "faults/*": "error" } }', 'off'],
    ['{ "environment": "dev", "environments": { "dev": { "rules": { "faults/*": "hint" } } } }', 'hint'],
    ['{ "environment": "dev", "environments": { "dev": { "preset": "strict" } } }', 'off'],
    ['{ "environment": "dev", "environments": { "dev": { "production": true } } }', 'error'],
    ['{ "environment": "test", "environments": { "test": {} } }', 'error'],
    ['{ "environment": "test", "environments": { "test": { "production": false } } }', 'off'],
    ['{ "environment": "production", "rules": { "faults/*": "info" } }', 'info'],
  ])('of %s make it %s', (text, level) => {
    const { config, errors } = parseConfig(text, [spread.id]);
    expect(errors).toEqual([]);
    expect(severityOf(config, spread)).toBe(level);
  });

  it('are known by name, wherever in the file they are declared', () => {
    const { config, errors } = parseConfig('{ "environment": "ci", "environments": { "ci": {} } }', ids);
    expect({ errors, environment: config.environment }).toEqual({ errors: [], environment: 'ci' });
    expect(inEnvironment(config, 'dev')).toMatchObject({ environment: 'dev' });
    expect(inEnvironment(config, 'dve')).toEqual({
      message: 'Unknown environment "dve". Did you mean "dev"?',
      suggestion: 'dev',
    });
    expect(inEnvironment(config, 'elsewhere')).toEqual({
      message: 'Unknown environment "elsewhere". It is one of production, dev, ci.',
    });
  });
});

describe('configSchema', () => {
  const validate = new Ajv({ strict: false }).compile(configSchema(rules));

  it('accepts what the parser accepts', () => {
    expect(validate({ preset: 'strict', rules: { 'consistency/*': 'off' }, exclude: ['a'] })).toBe(true);
    const overrides = [{ files: ['a/**'], rules: { 'operations/no-owner': 'hint' } }];
    const environments = { dev: {}, ci: { preset: 'strict', production: false, rules: {}, overrides } };
    expect(validate({ overrides, environment: 'ci', environments })).toBe(true);
  });

  it.each([
    { perset: 'strict' },
    { rules: { 'consistency/none': 'off' } },
    { rules: { 'operations/*': 'fatal' } },
    { overrides: [{}] },
    { overrides: [{ files: [''] }] },
    { environments: { '': {} } },
    { environments: { ci: { exclude: [] } } },
    { environment: 1 },
  ])('rejects %j', (config) => {
    expect(validate(config)).toBe(false);
  });

  it('describes every property', () => {
    const { properties } = configSchema(rules) as {
      properties: Record<string, { $ref?: string; description?: string }>;
    };
    for (const [name, { $ref, description }] of Object.entries(properties))
      expect($ref ?? description, name).toBeTruthy();
  });
});
