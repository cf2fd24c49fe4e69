import { describe, expect, it } from 'vitest';
import { signatureHelp } from '../../server/lsp/signature-help.ts';
import { fixture } from './fixtures.ts';

/** The pattern with the marked part in `⟨⟩`. */
function helped(text: string): string | undefined {
  const { view, uri, position } = fixture(text);
  const signature = signatureHelp(view, uri, position, true)?.signatures[0];
  if (!signature) return undefined;
  const { label, parameters = [], activeParameter } = signature;
  const active = typeof activeParameter === 'number' ? parameters[activeParameter]?.label : undefined;
  if (!Array.isArray(active)) return label;
  const [start, end] = active;
  return `${label.slice(0, start)}⟨${label.slice(start, end)}⟩${label.slice(end)}`;
}

describe('signature help', () => {
  it('shows the pattern of a value and marks what comes next', () => {
    const flow = (value: string): string | undefined => helped(`service a\nservice b\na -> b { retries: ${value} }`);
    const rest = '[exponential | linear | constant] [<duration>] [jitter]';
    expect(flow('$0')).toBe(`retries: ⟨<count>⟩ ${rest}`);
    expect(flow('2$0')).toBe(`retries: ⟨<count>⟩ ${rest}`);
    expect(flow('2 $0')).toBe(`retries: <count> [⟨exponential | linear | constant⟩] [<duration>] [jitter]`);
    expect(flow('2 lin$0')).toBe(`retries: <count> [⟨exponential | linear | constant⟩] [<duration>] [jitter]`);
    expect(flow('2 linear $0')).toBe('retries: <count> [exponential | linear | constant] [⟨<duration>⟩] [jitter]');
    expect(flow('2 linear 3ms jitter $0')).toBe(`retries: <count> ${rest}`);
    expect(flow('linear $0')).toBe(`retries: <count> ${rest}`);
  });

  it('marks the next of several names', () => {
    const text = 'topology { region eu { zone a; zone b } }\nstore s { standbys: eu.a, $0 }';
    expect(helped(text)).toMatch(/^standbys: ⟨<[^>]*>⟩, …$/);
  });

  it('says what the key and its parts mean', () => {
    const { view, uri, position } = fixture('store s { replication: $0 }');
    const signature = signatureHelp(view, uri, position, false)?.signatures[0];
    expect(signature?.documentation).toMatchObject({ value: 'How copies are kept the same.' });
    expect(JSON.stringify(signature?.parameters?.[0]?.documentation)).toContain('one copy, no replica');
  });

  it('knows the settings of a technology', () => {
    expect(helped('log l is kafka { min.insync.replicas: $0 }')).toBe('min.insync.replicas: ⟨<count>⟩');
  });

  it('tells a client that must mark something a number out of range', () => {
    const { view, uri, position } = fixture('store s { reads: primary confirmed nonsense $0 }');
    const signature = signatureHelp(view, uri, position, false)?.signatures[0];
    expect(signature?.activeParameter).toBe(signature?.parameters?.length);
  });

  it('says nothing outside of values', () => {
    for (const text of [
      'st$0ore s',
      'store s { rep$0lication: quorum }',
      '// reads: $0',
      'store s { nonsense: $0 }',
      '$0',
    ])
      expect(helped(text)).toBeUndefined();
  });
});
