/** What the overrides and environments of a configuration do to the findings of a project. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../language/project/config.ts';
import { ruleIds } from '../../language/rules/catalogue.ts';
import { projectOf } from '../support/project.ts';

const root = 'file:///project';

function findings(files: Readonly<Record<string, string>>, config: string): string[] {
  const parsed = parseConfig(config, ruleIds);
  expect(parsed.errors).toEqual([]);
  const texts = Object.entries(files).map(([name, text]) => [`${root}/${name}`, text] as const);
  return projectOf(texts, { root, config: parsed.config })
    .findings()
    .map(({ uri, rule, severity }) => `${uri.slice(root.length + 1)} ${severity} ${rule}`);
}

const unknownKeys = { 'a.arch': 'service a { onwer: x }\n', 'old/b.arch': 'service b { onwer: x }\n' };
const shadow = { 'a.arch': 'service api\nsystem s { service web }\n' };

describe('an override', () => {
  it.each([
    ['{}', ['a.arch error language/unknown-key', 'old/b.arch error language/unknown-key']],
    [
      '{ "overrides": [{ "files": ["old/"], "rules": { "language/unknown-key": "off" } }] }',
      ['a.arch error language/unknown-key'],
    ],
    [
      '{ "rules": { "language/*": "off" }, "overrides": [{ "files": ["a.arch"], "rules": { "language/*": "info" } }] }',
      ['a.arch info language/unknown-key'],
    ],
  ])('decides about problems of reading: %s', (config, expected) => {
    expect(findings(unknownKeys, config)).toEqual(expected);
  });

  const retries = (name: string, more = '') =>
    `service ${name}\nservice ${name}2\n${name} -> ${name}2 { access: append; retries: 3${more} }\n`;
  const unsafe = { 'a.arch': retries('a', '; idempotent: no'), 'old/b.arch': retries('b', '; idempotent: no') };

  it.each([
    ['{}', 2],
    ['{ "overrides": [{ "files": ["old/**"], "rules": { "resilience/*": "off" } }] }', 1],
    [
      '{ "rules": { "resilience/*": "off" }, "overrides": [{ "files": ["old/"], "rules": { "resilience/*": "hint" } }] }',
      1,
    ],
    ['{ "overrides": [{ "files": ["*.arch"], "rules": { "resilience/*": "off" } }] }', 0],
  ])('decides about what rules find: %s', (config, count) => {
    const found = findings(unsafe, config);
    expect(found.filter((text) => text.includes('retry-without-idempotency')).length).toBe(count);
  });

  it('asks no questions for a rule that is off there', () => {
    const asked = (config: string) =>
      findings({ 'a.arch': retries('a'), 'old/b.arch': retries('b') }, config).filter((text) =>
        text.endsWith('unanswered'),
      );
    const strict = asked('{ "preset": "strict" }');
    const relaxed = asked(
      `{ "preset": "strict", "overrides": [{ "files": ["old/"], "rules": { ${[
        ...new Set(ruleIds.map((id) => id.split('/')[0] ?? '')),
      ]
        .filter((area) => area !== 'language')
        .map((area) => `"${area}/*": "off"`)
        .join()} } }] }`,
    );
    expect(relaxed).toEqual(strict.filter((text) => text.startsWith('a.arch')));
    expect(relaxed.length).toBeLessThan(strict.length);
  });

  it('leaves a comment alone whose rule is off where it stands', () => {
    const text = 'service a // faultline-ignore operations/no-owner -- later\n';
    const off = '{ "overrides": [{ "files": ["old/"], "rules": { "operations/*": "off" } }] }';
    const owned = {
      'a.arch': `team t\n${text.replace('a //', 'a { owner: t } //')}`,
      'old/b.arch': text.replace('a', 'b'),
    };
    expect(findings(owned, off).filter((found) => found.includes('suppression'))).toEqual([
      'a.arch warning language/unused-suppression',
    ]);
  });

  it('means the same in any order of files', () => {
    const config = '{ "overrides": [{ "files": ["old/"], "rules": { "language/unknown-key": "hint" } }] }';
    const reversed = Object.fromEntries(Object.entries(unknownKeys).reverse());
    expect(findings(reversed, config)).toEqual(findings(unknownKeys, config));
  });
});

describe('an environment', () => {
  it('changes nothing that does not depend on it', () => {
    expect(findings(shadow, '{ "environment": "dev" }')).toEqual(findings(shadow, '{}'));
  });

  const oneZone = `topology {
  region eu { zone a; zone b; zone c }
}
faults { tolerate: loss of 1 zone }
consensus coordinator {
  voters: eu.a, eu.a, eu.b
}
`;
  it.each([
    ['{}', true],
    ['{ "environment": "dev" }', false],
    ['{ "environment": "dev", "environments": { "dev": { "rules": { "faults/*": "warning" } } } }', true],
  ])('that is not production leaves out what only matters there: %s', (config, isFound) => {
    const found = findings({ 'a.arch': oneZone }, config).filter((text) =>
      text.includes('faults/quorum-in-one-domain'),
    );
    expect(found.length > 0).toBe(isFound);
  });
});
