/** What hides a finding, and what is said about hiding. */
import { describe, expect, it } from 'vitest';
import type { Config } from '../../language/project/config.ts';
import { defaultConfig } from '../../language/project/config.ts';
import { annotated } from '../support/annotated.ts';
import { applyFix, check, projectOf } from '../support/project.ts';

const stale = `
      service web
      store orders { replication: primary-backup; replicas: 2; commit: local; reads: any replica }
      web -> orders place { access: write }
      web -> orders show { access: read; needs: read-your-writes }`;

const relevant = {
  only: ({ rule }: { rule: string }) => rule.startsWith('language/') || rule.startsWith('consistency/'),
};

describe('a comment', () => {
  it('hides what is found on its own line, or on the next', () => {
    check(`
      cache a { warm: 1 } // faultline-ignore language/unknown-key -- reason
      cache b {
        // faultline-ignore language/unknown-key -- reason
        // and another comment
        warm: 1
      }
    `);
  });

  it('hides no other rule, and no other line', () => {
    check(`
      cache a { warm: 1 } // faultline-ignore language/unknown-word -- reason
      //        ^^^^ unknown-key
      //                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-suppression
      // faultline-ignore language/unknown-key -- reason
      //<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-suppression
      cache b

      cache c { warm: 1 }
      //        ^^^^ unknown-key
    `);
  });

  it('may name several rules, of which each must be of use', () => {
    const text = `
      // faultline-ignore language/unknown-key, language/unknown-word -- reason
      //                                        ^^^^^^^^^^^^^^^^^^^^^ unused-suppression
      cache a { warm: 1 }
    `;
    const [finding] = check(text);
    const fix = finding?.fixes[0];
    expect(fix?.safe).toBe(true);
    const fixed = fix && applyFix(annotated(text).files, fix);
    expect([...(fixed?.values() ?? [])][0]).toContain('// faultline-ignore language/unknown-key -- reason\n');
  });

  it('is removed without the statement beside it', () => {
    const text = 'cache a { ttl: 1s } // faultline-ignore language/unknown-key -- reason\ncache b\n';
    const project = projectOf([['file:///project/main.arch', text]]);
    const fix = project.findings().find((f) => f.rule === 'language/unused-suppression')?.fixes[0];
    const fixed = fix && applyFix(new Map([['file:///project/main.arch', text]]), fix);
    expect(fixed?.get('file:///project/main.arch')).toBe('cache a { ttl: 1s }\ncache b\n');
  });

  it('says why, and names a rule', () => {
    check(`
      cache a { warm: 1 } // faultline-ignore language/unknown-key
      //                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ suppression-without-reason
      // faultline-ignore language/unknown-kye -- reason
      //                  ^^^^^^^^^^^^^^^^^^^^ unknown-rule: Did you mean \`language/unknown-key\`?
      // faultline-ignore -- reason
      //<^^^^^^^^^^^^^^^^^^^^^^^^^^ unknown-rule: No rule is named
      cache b
    `);
  });

  it('is left alone where its rule is off', () => {
    const config: Config = { ...defaultConfig, rules: new Map([['language/unknown-key', 'off']]) };
    check('cache a { ttl: 1s } // faultline-ignore language/unknown-key -- reason', { config });
  });
});

describe('an acceptance', () => {
  it.each([
    ['the store that the finding is about', 'orders'],
    ['the only flow that it affects', 'show'],
  ])('covers %s', (_, on) => {
    check(`${stale}\naccept consistency/weaker-than-needed on ${on} { because: "reason" }`, relevant);
  });

  it('covers what stands inside', () => {
    check(
      `
      service web
      system shop {
        store orders { replication: primary-backup; replicas: 2; commit: local; reads: any replica }
      }
      web -> orders place { access: write }
      web -> orders show { access: read; needs: read-your-writes }
      accept consistency/weaker-than-needed on shop { because: "reason"; until: 2026-11-24 }
    `,
      relevant,
    );
  });

  it('does not cover the flow’s other end', () => {
    check(
      `${stale}
      //                                 ^^^^^^^^^^^^^^^^^^^^^^^ consistency/weaker-than-needed
      accept consistency/weaker-than-needed on web { because: "reason" }
      //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-suppression
    `,
      relevant,
    );
  });

  it('expires', () => {
    check(
      `${stale}
      //                                 ^^^^^^^^^^^^^^^^^^^^^^^ consistency/weaker-than-needed
      accept consistency/weaker-than-needed on orders { because: "reason"; until: 2026-11-23 }
      //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expired-acceptance
    `,
      relevant,
    );
  });

  it('is reported once, by what is wrong with it', () => {
    check(`
      service web
      accept consistency/weaker-than-neded on web { because: "reason" }
      //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unknown-rule
      accept consistency/weaker-than-needed on wbe { because: "reason" }
      //                                       ^^^ unresolved-name
      accept consistency/weaker-than-needed { because: "reason" }
      //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-suppression: does not say where
      accept consistency/weaker-than-needed on web { because: "reason"; until: 2020-01-01 }
      //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-suppression
    `);
  });
});
