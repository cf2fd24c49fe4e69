/** How threats are rated, and what is found in models that say nothing, or say what an attacker needs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { impacts, likelihoods, ratingOf, ratings, residualOf } from '../../language/model/threat.ts';
import type { Grade, Rated } from '../../language/model/threat.ts';
import { defaultConfig } from '../../language/project/config.ts';
import { Project } from '../../language/project/project.ts';
import type { Finding } from '../../language/model/finding.ts';
import { runs } from '../support/properties.ts';

function threatsIn(text: string): Finding[] {
  const project = new Project({ config: defaultConfig, today: '2026-11-24' });
  project.setDocument('file:///project/main.arch', text);
  const findings = project.findings();
  expect(findings.filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return findings.filter(({ rule }) => rule.startsWith('security/'));
}

const grade = fc.constantFrom<Grade>(1, 2, 3, 4);
const rank = (rated: Pick<Rated, 'rating'>): number => ratings.indexOf(rated.rating);

describe('a rating', () => {
  it('has a word for each grade', () => {
    expect([likelihoods.length, impacts.length]).toEqual([4, 4]);
  });

  it('grows with likelihood and with impact', () => {
    fc.assert(
      fc.property(grade, grade, grade, (low, high, other) => {
        fc.pre(low <= high);
        expect(ratings.indexOf(ratingOf(low, other))).toBeLessThanOrEqual(ratings.indexOf(ratingOf(high, other)));
        expect(ratings.indexOf(ratingOf(other, low))).toBeLessThanOrEqual(ratings.indexOf(ratingOf(other, high)));
      }),
      { numRuns: runs(100) },
    );
  });

  it('is no higher once something is done, and as it was while it is planned', () => {
    fc.assert(
      fc.property(grade, grade, (likelihood, impact) => {
        const rated: Rated = {
          likelihood,
          impact,
          rating: ratingOf(likelihood, impact),
          derivation: [],
          assumed: false,
        };
        const [planned, done, verified] = (['planned', 'done', 'verified'] as const).map((p) => residualOf(rated, p));
        expect(planned).toEqual(rated);
        if (!done || !verified) throw new Error('both are rated');
        expect(rank(done)).toBeLessThanOrEqual(rank(rated));
        expect(rank(verified)).toBeLessThanOrEqual(rank(done));
      }),
      { numRuns: runs(100) },
    );
  });
});

const silent = `
actor user "User"
client browser
gateway edge
service shop
service orders
queue jobs
worker packer
store ledger is postgres
user -> browser
browser -> edge
edge -> shop
shop -> orders
orders -> ledger
orders ~> jobs
jobs ~> packer
`;

const telling = `
data Account { classification: restricted }
boundary outside { trust: none; kind: network }
actor user "User" in outside
client browser in outside
boundary inside {
  trust: high
  kind: network
  gateway edge
  service shop { role: web-application; output: raw; input: trusted }
  service orders { input: trusted; accepts: objects }
  queue jobs
  worker packer
  store ledger is postgres { holds: Account; at-rest: plain }
}
user -> browser type
browser -> edge open { over: http; authenticates: none; carries: Account }
edge -> shop pass
shop -> orders place { over: http; carries: Account }
orders -> ledger save
orders ~> jobs enqueue
jobs ~> packer dequeue
`;

describe('the threats of a model', () => {
  it('are none where nothing is said', () => {
    expect(threatsIn(silent)).toEqual([]);
    expect(threatsIn('')).toEqual([]);
    expect(threatsIn('system shop "A shop"\n')).toEqual([]);
  });

  it('are these where it says what an attacker needs', () => {
    const found = threatsIn(telling).map(({ id, severity, threat }) => `${id} ${severity} ${threat?.rating ?? ''}`);
    expect(found.sort()).toMatchInlineSnapshot(`
      [
        "security/plaintext-across-boundary@open error critical",
        "security/query-injection@inside.ledger error critical",
        "security/script-injection@inside.shop error critical",
        "security/sensitive-data-in-clear@place error high",
        "security/server-side-request-forgery@inside.shop error critical",
        "security/unauthenticated-across-boundary@open error critical",
        "security/unencrypted-at-rest@inside.ledger warning medium",
        "security/unsafe-parsing@inside.orders error critical",
        "security/worth-beside-exposed@inside warning critical",
      ]
    `);
  });

  it('say where their rating comes from', () => {
    for (const { threat } of threatsIn(telling)) {
      expect(threat?.derivation.length).toBeGreaterThan(1);
      expect(threat?.refs.length).toBeGreaterThan(0);
    }
  });
});
