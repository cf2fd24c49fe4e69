import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../scripts/paths.ts';
import { inlayHints } from '../../server/lsp/inlay-hints.ts';
import { codeLensKinds, inlayHintKinds, settingsOf } from '../../server/lsp/settings.ts';
import { fixture } from './fixtures.ts';

const everything = { start: { line: 0, character: 0 }, end: { line: 1_000, character: 0 } };

/** The text with its hints in `⟨⟩`, the lines without one left out. */
function hinted(text: string, settings: unknown = {}, range = everything): string[] {
  const { view, uri, textOf } = fixture(text);
  const lines = textOf(uri).split('\n');
  const found = inlayHints(view, uri, range, settingsOf(settings)).toReversed();
  for (const { position, label } of found) {
    const line = lines[position.line] ?? '';
    lines[position.line] =
      `${line.slice(0, position.character)}⟨${typeof label === 'string' ? label : ''}⟩${line.slice(position.character)}`;
  }
  return lines.filter((line) => line.includes('⟨')).map((line) => line.trim());
}

const hintsOf = (text: string): string[] =>
  hinted(text).flatMap((line) => [...line.matchAll(/⟨([^⟩]*)⟩/g)].map((match) => match[1] ?? ''));

const zones = 'topology { region eu { zone a; zone b; zone c } }\n';

describe('inlay hints', () => {
  it('show derived values where the text does not say them', () => {
    const cases: readonly (readonly [text: string, hints: readonly string[]])[] = [
      ['service a { replicas: 3; cost: 60 USD/month per replica }', ['180 USD/month']],
      ['service a { cost: 60 USD/month }', []],
      ['service a', []],
      ['service a\nservice b\na -> b { attempt: 100ms; retries: 2 }', ['takes at least 300ms']],
      ['service a\nservice b\na -> b { attempt: 100ms; retries: 0; deadline: 80ms }', []],
      ['service a\nservice b\na -> b { attempt: 100ms; retries: 0 }', []],
      ['service a\nservice b\na -> b { attempt: 100ms }', []],
      ['service a\nservice b\na -> b { deadline: 100ms }', []],
      ['store s\ncache c { caches: s around; ttl: 5min }', ['up to 5min old']],
      ['store s\nstore p { follows: s by events }', ['of any age']],
      ['store s\ncache c { caches: s through }', []],
      [`${zones}store s { standbys: eu.a }`, ['primary-backup']],
      [`${zones}store s { replication: primary-backup; standbys: eu.a }`, []],
      [`${zones}consensus c { voters: eu.* }`, ['quorum 2 of 3']],
    ];
    for (const [text, hints] of cases) expect([text, hintsOf(text)]).toEqual([text, hints]);
  });

  it('stand behind the head of what is declared, and not of what continues it', () => {
    const text = 'service a { replicas: 3 }\nextend a { cost: 60 USD/month per replica }';
    expect(hinted(text)).toEqual(['service a⟨180 USD/month⟩ { replicas: 3 }']);
  });

  it('show what the technology gives until it is said otherwise', () => {
    const technology = `technology fastdb { for: store; replication: primary-backup; fencing: epoch
  knob sync { value: one of off, on; default: off; case off { commit: local }; case on { commit: majority } }
}
`;
    expect(hinted(`${technology}store s is fastdb`)).toEqual(['store s is fastdb⟨commit: local; fencing: epoch⟩']);
    expect(hinted(`${technology}store s is fastdb { sync: on }`)).toEqual([
      'store s is fastdb⟨fencing: epoch⟩ { sync: on }',
    ]);
    expect(hinted(`${technology}store s is fastdb { sync: on; fencing: none }`)).toEqual([]);
  });

  it('leave to the analysis what it says better than the technology alone', () => {
    const technology = 'technology fastdb { for: store; replication: primary-backup }\n';
    expect(hinted(`${technology}store s is fastdb`)).toEqual([]);
    expect(hinted(`${technology}store s is fastdb { replicas: 1 }`)).toEqual([
      'store s is fastdb⟨single-copy⟩ { replicas: 1 }',
    ]);
    expect(hinted(`${technology}store s is fastdb { replicas: 2 }`)).toEqual([
      'store s is fastdb⟨primary-backup⟩ { replicas: 2 }',
    ]);
  });

  it('say their reason', () => {
    const { view, uri } = fixture('service a { replicas: 3; cost: 60 USD/month per replica }');
    const [hint] = inlayHints(view, uri, everything, settingsOf({}));
    expect(hint?.tooltip).toMatchObject({ kind: 'markdown', value: expect.stringContaining('3 ×') as string });
  });

  it('are only shown in the range that is asked for, and where they are not switched off', () => {
    const text = `service a { replicas: 3; cost: 60 USD/month per replica }\n${zones}consensus c { voters: eu.* }`;
    expect(hinted(text, { inlayHints: { cost: false } })).toEqual(['consensus c⟨quorum 2 of 3⟩ { voters: eu.* }']);
    const firstLine = { start: { line: 0, character: 0 }, end: { line: 0, character: 99 } };
    expect(hinted(text, {}, firstLine)).toHaveLength(1);
  });

  it('leave options out, for their figures are of another model', () => {
    expect(hinted('decision d { option o { service x { replicas: 3; cost: 60 USD/month per replica } } }')).toEqual([]);
  });
});

describe('settings', () => {
  it('switch on everything unless they say otherwise, whatever the client sends', () => {
    for (const given of [undefined, null, 'x', {}, { inlayHints: null }, { codeLens: { references: 'maybe' } }])
      expect(Object.values({ ...settingsOf(given).inlayHints, ...settingsOf(given).codeLens })).not.toContain(false);
    expect(settingsOf({ codeLens: { references: false } }).codeLens).toMatchObject({
      references: false,
      findings: true,
    });
  });

  it('are all in the manifest, and no other', () => {
    const manifest = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as {
      contributes: { configuration: { properties: Record<string, unknown> } };
    };
    const known = Object.keys(manifest.contributes.configuration.properties).filter((name) =>
      /^faultline\.(?:inlayHints|codeLens)\./.test(name),
    );
    expect(known.sort()).toEqual(
      [
        ...inlayHintKinds.map((kind) => `faultline.inlayHints.${kind}`),
        ...codeLensKinds.map((kind) => `faultline.codeLens.${kind}`),
      ].sort(),
    );
  });
});
