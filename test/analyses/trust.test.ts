import { describe, expect, it } from 'vitest';
import { boundaries, crossing, protection } from '../../language/analyses/trust/trust.ts';
import { keys } from '../../language/vocabulary/keys.ts';
import { findingsOf, projectOf } from '../support/project.ts';

const ZONES = `boundary net { trust: none; kind: network }
boundary corp {
  trust: medium
  boundary vault { trust: high; service safe; boundary inner { service deep } }
  service desk
  service guest in net
}
service alone
external partner
client app in net
`;

const project = (flow: string): ReturnType<typeof projectOf> => projectOf([['file:///a.arch', `${ZONES}${flow}\n`]]);

describe('trust boundaries', () => {
  it.each([
    ['corp.vault.safe', ['corp.vault', 'corp']],
    ['corp.vault.inner.deep', ['corp.vault.inner', 'corp.vault', 'corp']],
    ['corp.desk', ['corp']],
    // `in` says it more precisely than the block in which it is written.
    ['corp.guest', ['net']],
    ['alone', []],
  ])('%s stands in %s', (element, expected) => {
    const around = project('').ask('boundaries', (facts) => facts.of(boundaries, `element:${element}`));
    expect(around).toEqual(expected.map((name) => `element:${name}`));
  });

  it('knows what every protocol of the vocabulary does', () => {
    const { shape } = keys.over.pattern;
    expect(Object.keys(protection).sort()).toEqual(shape.type === 'words' ? Object.keys(shape.words).sort() : []);
  });

  it.each([
    ['safe -> desk', true, undefined],
    ['safe -> deep', true, undefined],
    ['app -> guest', false, undefined],
    ['alone -> partner', false, undefined],
    ['app -> desk', true, { over: 'http', encrypted: false }],
    ['app -> desk', true, { over: 'https', encrypted: true }],
    ['app -> desk', true, { over: 'wireguard', encrypted: true }],
  ] as const)('%s crosses: %s (%o)', (ends, crosses, protocol) => {
    const flow = project(`${ends} f${protocol ? ` { over: ${protocol.over} }` : ''}`);
    const across = flow.ask('crossing', (facts) => facts.of(crossing, 'flow:f'));
    expect(across).toMatchObject({ crosses, encrypted: protocol?.encrypted });
  });
});

describe('rules of the trust boundary', () => {
  const rules = (flow: string): string[] =>
    findingsOf({ 'a.arch': `${ZONES}${flow}\n` })
      .map((finding) => finding.rule)
      .filter((rule) => rule.startsWith('security/'));
  const plaintext = 'security/plaintext-across-boundary';
  const unauthenticated = 'security/unauthenticated-across-boundary';

  it.each([
    ['app -> desk f { over: http }', [plaintext]],
    ['desk -> partner f { over: amqp }', [plaintext]],
    ['app -> desk f', []],
    ['app -> desk f { over: http; authenticates: mtls }', []],
    ['app -> guest f { over: http }', []],
    ['alone -> partner f { over: tcp }', []],
    ['app -> desk f { authenticates: none }', [unauthenticated]],
    ['desk -> safe f { authenticates: none }', [unauthenticated]],
    ['safe -> desk f { authenticates: none }', []],
    ['desk -> app f { authenticates: none }', []],
    // Anybody may be in `net`; of the others' trust nothing is known.
    ['app -> alone f { authenticates: none }', [unauthenticated]],
    ['app -> partner f { authenticates: none }', []],
    ['alone -> safe f { authenticates: none }', []],
    ['app -> desk f { authenticates: none; over: mtls }', []],
  ])('%s: %j', (flow, expected) => {
    expect(rules(flow)).toEqual(expected);
  });

  it('takes what is absent for none only where the scope of the flow is complete', () => {
    const closed = (flow: string): string[] => rules(`system all { complete: security; ${flow} }`);
    expect(closed('app -> desk f').sort()).toEqual([plaintext, unauthenticated]);
    expect(closed('app -> desk f { over: https; authenticates: jwt }')).toEqual([]);
    expect(closed('app -> desk f { over: mtls }')).toEqual([]);
    expect(closed('app -> desk f { over: local }')).toEqual([]);
    expect(rules('system all { complete: security }\napp -> desk f')).toEqual([]);
  });

  it('does not call it a network where only processes are apart', () => {
    const flow = (kind: string): string =>
      `boundary box { kind: ${kind}; service one }\nboundary cage { kind: ${kind}; service two }\none -> two f { over: http }`;
    expect(rules(flow('process'))).toEqual([]);
    expect(rules(flow('account'))).toEqual([plaintext]);
  });
});
