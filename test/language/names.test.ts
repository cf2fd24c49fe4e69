/** What a name means: scopes, boundaries, members, wildcards, overlays, continuations in any order. */
import { describe, expect, it } from 'vitest';
import { findUse } from '../support/uses.ts';
import { annotated } from '../support/annotated.ts';
import { check, projectOf } from '../support/project.ts';

/** Checks the marks, and what the name at `$0` stands for. */
function means(text: string, id: string): void {
  check(text);
  expect(findUse(text)).toBe(id);
}

describe('a name', () => {
  it('is looked up from inside out', () => {
    means(
      `
      service other
      system shop {
        store orders
        boundary inner {
          service web
          web -> $0orders place
        }
      }
      `,
      'element:shop.orders',
    );
  });

  it('may leave its owners out where it is clear without them', () => {
    means(
      `
      system shop {
        boundary cde { store ledger }
      }
      service web
      web -> $0ledger
      `,
      'element:shop.cde.ledger',
    );
  });

  it('means a member before what stands deeper inside', () => {
    means(
      `
      system shop {
        boundary one { store archive }
        boundary two { store orders }
        service web
        web -> $0orders
      }
      `,
      'element:shop.two.orders',
    );
  });

  it('is never a guess between two', () => {
    check(`
      system shop { store orders }
      system billing { store orders }
      service web
      web -> orders
      //     ^^^^^^ ambiguous-name: \`billing.orders\` or \`shop.orders\`
      web -> shop.orders
    `);
  });

  it('is looked up among the kinds that may stand there', () => {
    means(
      `
      service web
      store orders
      web -> orders pay
      operation pay at web { steps: pay }
      operation twice at web { steps: 2 $0pay }
      `,
      'flow:pay',
    );
  });

  it('may be an operation where no flow has it', () => {
    means(
      `
      service web
      operation pay at web
      operation twice at web { steps: 2 $0pay }
      `,
      'operation:pay',
    );
  });

  it('of a flow is a member of the scope it stands in', () => {
    means(
      `
      system shop {
        service web
        store orders
        web -> orders place
      }
      operation buy at web { steps: shop.$0place }
      `,
      'flow:shop.place',
    );
  });

  it('says of which kind it is where it does not fit', () => {
    check(`
      data Order
      service web
      web -> Order
      //     ^^^^^ unresolved-name: \`Order\` is a \`data\`
    `);
  });

  it('is corrected by its nearest match', () => {
    const [finding] = check(`
      service checkout
      service web
      web -> chekcout
      //     ^^^^^^^^ unresolved-name: Did you mean \`checkout\`?
    `);
    expect(finding?.fixes.map((fix) => fix.edits[0]?.newText)).toEqual(['checkout']);
  });
});

describe('places', () => {
  const topology = `
      topology {
        region eu { zone a; zone b; rack }
        //                          ^^^^ missing-name
        region us { zone a }
      }`;

  it('are members of their owners', () => {
    means(
      `${topology}
      store orders { primary: eu.$0a }
      `,
      'place:eu.a',
    );
    check(`
      topology { region eu { zone a } }
      store orders { primary: a }
      //                      ^ unresolved-name: Nothing is called \`a\`
    `);
  });

  it('are all meant by a wildcard', () => {
    const { files } = annotated(`
      store orders { replicas: 3 across eu.*, us.a }
      topology {
        region eu { zone b; zone a }
        region us { zone a }
      }
    `);
    const value = projectOf(files).model.entity('element:orders')?.values.get('replicas')?.[0];
    expect(value).toEqual({
      replicas: 3,
      places: [
        { path: 'eu.*', ids: ['place:eu.a', 'place:eu.b'] },
        { path: 'us.a', ids: ['place:us.a'] },
      ],
    });
  });

  it('take no wildcard where one place is meant', () => {
    check(`
      topology { region eu { zone a } }
      store orders { primary: eu.* }
      //                         ^ unresolved-name
    `);
  });
});

describe('extend', () => {
  const files: readonly (readonly [string, string])[] = [
    ['a.arch', 'extend shop.web { replicas: 2; cache pages { ttl: 1min } }'],
    ['b.arch', 'extend shop { store orders; web -> orders place }'],
    ['c.arch', 'system shop { service web }'],
    ['d.arch', 'extend orders { replicas: 3 }\nextend place { attempt: 1s }\nextend pages { replicas: 1 }'],
    ['e.arch', 'actor person\nperson -> shop.web\nextend shop { extend web { worker helper } }'],
  ];

  function everyOrder<T>(items: readonly T[]): T[][] {
    if (items.length <= 1) return [[...items]];
    return items.flatMap((item, i) => everyOrder(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]));
  }

  it('continues what is declared in another file, whichever is read first', () => {
    const models = everyOrder(files).map((order) => {
      const project = projectOf(order.map(([name, text]) => [`file:///project/${name}`, text] as const));
      expect(project.findings().filter((f) => f.rule.startsWith('language/'))).toEqual([]);
      return [...project.model.entities.values()]
        .filter(({ uris }) => uris.some((uri) => uri.startsWith('file:')))
        .map(({ id, values }) => [id, [...values]] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    });
    expect(models[0]?.map(([id]) => id)).toEqual([
      'element:person',
      'element:shop',
      'element:shop.orders',
      'element:shop.web',
      'element:shop.web.helper',
      'element:shop.web.pages',
      'flow:person->shop.web',
      'flow:shop.place',
    ]);
    for (const model of models) expect(model).toEqual(models[0]);
  });

  it('continues what is declared further down in its own file', () => {
    check(`
      extend web { cache pages }
      extend pages { ttl: 1min }
      system shop { service web }
      actor person
      person -> shop.web.pages
    `);
  });

  it('continues nothing that is not there', () => {
    check(`
      extend shpo { replicas: 2 }
      //     ^^^^ unresolved-name: Did you mean \`shop\`?
      service shop
    `);
  });
});

describe('an option', () => {
  it('changes nothing outside, and sees what it adds', () => {
    const text = `
      service web
      store orders { replicas: 2; commit: local }
      decision storage {
        option cluster {
          extend orders { commit: all standbys }
          replace orders is cockroachdb { replicas: 5 }
          store archive
          web -> archive keep
          remove orders
        }
        chosen: cluster
      }
    `;
    check(text);
    const { model } = projectOf(annotated(text).files);
    expect(model.entity('element:archive')).toBeUndefined();
    expect(model.entity('element:orders')?.values.get('commit')).toEqual([{ mode: 'local' }]);
  });

  it('hides what it adds from everything outside', () => {
    check(`
      service web
      decision storage {
        option cluster { store archive }
      }
      web -> archive
      //     ^^^^^^^ unresolved-name
    `);
  });
});

describe('names of one scope', () => {
  it('may be shared by different categories', () => {
    check(`
      service pay
      service ledger
      pay -> ledger pay
      operation pay at pay { steps: pay }
      data pay
      team pay
      view pay
    `);
  });

  it('are duplicates in one category, across kinds and files', () => {
    check(`
      // file: a.arch
      service orders
      system shop { service web }
      // file: b.arch
      store orders
      //    ^^^^^^ duplicate-name
      extend shop { client web }
      //                   ^^^ duplicate-name
    `);
  });

  it('say it of every declaration but the first', () => {
    const findings = check(`
      service a
      service a
      //      ^ duplicate-name
      service a
      //      ^ duplicate-name
    `);
    expect(findings.map((f) => f.id)).toEqual(['language/duplicate-name@a#2', 'language/duplicate-name@a#3']);
    expect(findings.map((f) => f.related[0]?.range.start.line)).toEqual([0, 0]);
  });

  it('are asked for where flows cannot be told apart', () => {
    check(`
      // file: a.arch
      service web
      store orders
      web -> orders
      web ~> orders
      //<^^^^^^^^^^ duplicate-name: no name
      orders -> web
      // file: b.arch
      web -> orders
      //<^^^^^^^^^^ duplicate-name: no name
      web -> orders named
    `);
  });

  it('do not concern sections, which several files may write', () => {
    const text = `
      // file: a.arch
      topology { region eu { zone a } }
      faults { tolerate: crash of 1 node; timing: synchronous }
      // file: b.arch
      topology { region us { zone a } }
      faults { tolerate: loss of 1 zone }
    `;
    check(text);
    const faults = projectOf(annotated(text).files).model.entity('faults:');
    expect(faults?.values.get('tolerate')).toHaveLength(2);
    check(`
      // file: a.arch
      faults { timing: synchronous }
      // file: b.arch
      faults { timing: asynchronous }
      //       ^^^^^^^^^^^^^^^^^^^^ duplicate-key
    `);
  });
});

describe('a slip in a kind', () => {
  it('costs neither the name nor what stands inside', () => {
    check(`
      sytem shop {
      //<^^ unknown-kind: Did you mean \`system\`?
        serivce web { replicas: 2 }
      //^^^^^^^ unknown-kind: Did you mean \`service\`?
        store orders
        web -> orders place
      }
      operation buy at shop.web { steps: shop.place }
    `);
  });

  it('leaves out what it could not be', () => {
    check(`
      machine ledger {
      //<^^^^ unknown-kind
        initial new
        new -> settled
      }
      service web
    `);
  });
});
