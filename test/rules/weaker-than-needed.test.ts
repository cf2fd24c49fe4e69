/** Which edit is offered for a need that is not met: one that decides it, not one that something else comes before. */
import { describe, expect, it } from 'vitest';
import { findingsOf } from '../support/project.ts';

const fixesOf = (text: string): string[] =>
  findingsOf(text)
    .filter(({ rule }) => rule === 'consistency/weaker-than-needed')
    .flatMap(({ fixes }) => fixes.map(({ title }) => title));

describe('a need that a failover breaks', () => {
  it('is mended at the store where the store decides', () => {
    expect(
      fixesOf(`store db is mongodb { replicas: 3; w: 1 }
service app
app -> db put { access: update; needs: causal }`),
    ).toEqual(['Set `commit: any 1 standby, else block` on `db`']);
  });

  it('is not mended at the store where the flow has chosen for itself', () => {
    expect(
      fixesOf(`store db is mongodb { replicas: 3 }
service app
app -> db put { access: update; w: 1; needs: causal }`),
    ).toEqual([]);
  });
});
