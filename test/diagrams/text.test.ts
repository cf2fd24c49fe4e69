import { describe, expect, it } from 'vitest';
import { clean, measure, wrap } from '../../language/diagrams/text.ts';

describe('text without a DOM', () => {
  it('measures at least what Helvetica, Arial and Liberation Sans need', () => {
    // Widths in pixels at 100px, read from Liberation Sans in a browser.
    expect(measure('Settlement worker', 100)).toBeGreaterThanOrEqual(806);
    expect(measure('Settlement worker', 100)).toBeLessThan(806 * 1.1);
    expect(measure('Settlement worker', 100, true)).toBeGreaterThanOrEqual(867);
    expect(measure('', 14)).toBe(0);
  });

  it('wraps between words, after separators, and inside a word only where it must', () => {
    expect(wrap('Cardholder data environment', 110, 14)).toEqual(['Cardholder data', 'environment']);
    expect(wrap('payments.cardholder-environment', 110, 14)).toEqual(['payments.', 'cardholder-', 'environment']);
    for (const line of wrap('Donaudampfschifffahrtsgesellschaft', 100, 14))
      expect(measure(line, 14)).toBeLessThanOrEqual(100);
    expect(wrap('e\u0301'.repeat(40), 60, 14, false, 99).every((line) => !/^\u0301/u.test(line))).toBe(true);
  });

  it('ends in an ellipsis where lines run out', () => {
    const lines = wrap('one two three four five six seven eight', 60, 14, false, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/u);
    expect(measure(lines[1] ?? '', 14)).toBeLessThanOrEqual(60);
  });

  it('keeps what people write and drops what only deceives or breaks', () => {
    expect(clean(' a\n\tb ')).toBe('a b');
    expect(clean('a\u0000\u202eb\ud800c\uffff')).toBe('abc');
    expect(clean('👩‍👩‍👧 سجل')).toBe('👩‍👩‍👧 سجل');
  });
});
