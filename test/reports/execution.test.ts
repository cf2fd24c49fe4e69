/** Executions as text. */
import { describe, expect, it } from 'vitest';
import { executionJson, executionMarkdown, executionText } from '../../language/reports/execution.ts';
import { lostOnFailover, staleBehindACut } from '../executions/traces.ts';

describe('an execution as text', () => {
  const text = executionText(lostOnFailover);

  it('tells the steps in turn, what changed, and marks the one that breaks the promise', () => {
    expect(text).toContain(
      '   3 Ledger in west.a, the primary, stores payment = 1.\n     [Ledger in west.a: payment = 1]\n',
    );
    expect(text).toContain('! 15 Report reads no payment, though payment = 1 was acknowledged.');
    expect(text.endsWith(lostOnFailover.conclusion)).toBe(true);
  });

  it('is a numbered list in Markdown, with the final state', () => {
    const markdown = executionMarkdown(lostOnFailover);
    expect(markdown.match(/^\d+\. /gm)).toHaveLength(lostOnFailover.steps.length);
    expect(markdown).toContain(
      '15. **Report reads no payment, though payment = 1 was acknowledged.** (breaks the promise)',
    );
    expect(markdown).toContain('| Ledger in west.b | no payment, primary');
  });

  it('needs no step that breaks anything', () => {
    expect(executionText(staleBehindACut)).not.toContain('!');
  });

  it('lets no name become markup', () => {
    const title = '<img src=x> [a](javascript:b) `c` | d\n# e';
    const markdown = executionMarkdown({ ...lostOnFailover, title, steps: [], conclusion: title });
    expect(markdown).not.toMatch(/(?<!\\)[<[`|]/);
    expect(markdown.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1);
  });

  it('is the same data in JSON', () => {
    expect(JSON.parse(executionJson(lostOnFailover))).toEqual({ version: 1, ...lostOnFailover });
  });
});
