/** Each mistake gives one finding at its cause, and everything else is still read. */
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH } from '../../language/syntax/lexer.ts';
import { createParser, MAX_FILE_LENGTH } from '../../language/syntax/parser.ts';
import { annotated } from '../support/annotated.ts';
import { applyFix, check, projectOf } from '../support/project.ts';

/** Checks the marks, and that the named elements are in the model all the same. */
function keeps(text: string, ...ids: string[]): void {
  check(text);
  const { model } = projectOf(annotated(text).files);
  for (const id of ids) expect(model.entity(id), id).toBeDefined();
}

/** Checks that the first fix of each finding leaves none. */
function mends(text: string): void {
  const { files } = annotated(text);
  let texts = files;
  for (let left = 10; left > 0; left--) {
    const fix = projectOf(texts)
      .findings()
      .find((finding) => finding.rule === 'language/syntax')?.fixes[0];
    if (!fix) break;
    texts = applyFix(texts, fix);
  }
  const rest = projectOf(texts).findings();
  expect(rest.filter((f) => f.rule.startsWith('language/')).map((f) => f.message)).toEqual([]);
}

describe('a brace that is missing', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    [
      'at the end of the file',
      `
      service web
      system shop {
      //          ^ syntax: never closed
        store orders {
          replicas: 2
        }
      `,
      ['element:web', 'element:shop', 'element:shop.orders'],
    ],
    [
      'before a statement of the same level',
      `
      system shop {
        store orders {
      //             ^ syntax: never closed
          replicas: 2
        service web
        web -> orders place
      }
      service other
      `,
      ['element:shop.orders', 'element:shop.web', 'flow:shop.place', 'element:other'],
    ],
    [
      'in the middle, followed by a statement further left',
      `
      system shop {
        boundary inner {
          store orders {
      //               ^ syntax: never closed
            replicas: 2
        }
        service web
      }
      service other
      `,
      ['element:shop.inner.orders', 'element:shop.web', 'element:other'],
    ],
    [
      'twice',
      `
      system shop {
      //          ^ syntax: never closed
        store orders {
      //             ^ syntax: never closed
          replicas: 2
      service other
      `,
      ['element:shop.orders', 'element:other'],
    ],
    [
      'on one line',
      `
      service web {
      //          ^ syntax: never closed
      store orders { replicas: 2
      //           ^ syntax: never closed
      service other
      `,
      ['element:web', 'element:orders', 'element:other'],
    ],
  ];
  it.each(cases)('%s', (_, text, ids) => {
    keeps(text, ...ids);
    mends(text);
  });
});

describe('a brace too many', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    [
      'at the end of the file',
      `
        service web {
          replicas: 2
        }
        store orders
        }
      //^ syntax: closes nothing
      `,
      ['element:web', 'element:orders'],
    ],
    [
      'between declarations',
      `
        service web
        }
      //^ syntax: closes nothing
        system shop {
          store orders
        }
      `,
      ['element:web', 'element:shop.orders'],
    ],
    [
      'behind another',
      `
      service web { replicas: 2 } }
      //                          ^ syntax: closes nothing
      store orders
      `,
      ['element:web', 'element:orders'],
    ],
    [
      'inside a block, at its own indentation',
      `
      system shop {
        service web {
          replicas: 2
        }
        }
      //^ syntax: closes nothing
        store orders
      }
      service other
      `,
      ['element:shop.web', 'element:shop.orders', 'element:other'],
    ],
  ];
  it.each(cases)('%s', (_, text, ids) => {
    keeps(text, ...ids);
    mends(text);
  });
});

describe('text that is never closed', () => {
  it('ends with its line', () => {
    keeps(
      `
      service web "Web shop
      //          ^^^^^^^^^ syntax: never closed
      store orders
      `,
      'element:web',
      'element:orders',
    );
  });

  it('gives back the braces that it took along', () => {
    const text = `
      service web "Web shop {
      //          ^^^^^^^^^ syntax: never closed
        replicas: 2
      }
      system shop {
        service api { owner: "Ada }
      //                     ^^^^ syntax: never closed
        store orders "Orders { replicas: 2 }
      //             ^^^^^^^^^^^^^^^^^^^^^^^ syntax: never closed
      }
    `;
    keeps(text, 'element:web', 'element:shop.api', 'element:shop.orders');
    mends(text);
  });

  it('may end in a backslash', () => {
    keeps(
      `
      service web "Web \\
      //          ^^^^^^ syntax: never closed
      store orders
      `,
      'element:orders',
    );
  });

  it('reads escapes', () => {
    const { model } = projectOf([['file:///project/main.arch', 'service web "a \\"b\\" c\\\\ \\n\\t"']]);
    expect(model.entity('element:web')?.title).toBe('a "b" c\\ \n\t');
  });
});

describe('a comment that is never closed', () => {
  it('keeps what stands before it', () => {
    keeps(
      `
      service web
        /* and so on
      //^^^^^^^^^^^^ syntax: never closed
      service lost
      `,
      'element:web',
    );
  });

  it('is closed by its fix', () => {
    mends('service web /* and so on\nservice lost\n');
    mends('service web\n/*');
    mends('service web\n/**');
    mends('service web\n/* *');
  });
});

describe('a bracket that is never closed', () => {
  it.each([
    [
      'before a key',
      `
      service web
      store orders
      web -> orders place
      web -> orders show
      operation buy at web {
        steps: [place, show
      //       ^ syntax: never closed
        rate: 3/s
      }
      operation look at web { steps: show }
      `,
    ],
    [
      'before a brace',
      `
      service web
      store orders
      web -> orders place
      operation buy at web { steps: [place }
      //                            ^ syntax: never closed
      operation look at web { steps: place }
      `,
    ],
    [
      'at the end of the file',
      `
      service web
      store orders
      web -> orders place
      operation buy at web {
        steps: [place,
      //       ^ syntax: never closed
        place
      }
      `,
    ],
  ])('%s', (_, text) => {
    keeps(text, 'operation:buy', 'flow:place');
  });
});

describe('what begins no statement', () => {
  it.each([
    ['a sign', '= 3', '^^^'],
    ['a number', '42 is the answer', '^^^^^^^^^^^^^^^^'],
    ['a text', '"A title"', '^^^^^^^^^'],
    ['a dotted name alone', 'shop.web', '^^^^^^^^'],
    ['an arrow', '-> orders', '^^^^^^^^^'],
    ['a colon', ': 3', '^^^'],
    ['another language', '<xml>', '^^^^^'],
  ])('%s', (_, line, carets) => {
    keeps(
      `
      service web
      system shop {
          ${line}
      //  ${carets} syntax: No statement starts like this
        store orders
      }
      service other
      `,
      'element:web',
      'element:shop.orders',
      'element:other',
    );
  });

  it('also names a block without a head', () => {
    keeps(
      `
          {
      //  ^ syntax: needs a head
            replicas: 2
          }
      service other
      `,
      'element:other',
    );
  });
});

describe('a flow to nowhere', () => {
  it('is one finding, at its arrow', () => {
    keeps(
      `
      service web
      web ->
      //  ^^ syntax: points at nothing
      web -> { attempt: 1s }
      //  ^^ syntax: points at nothing
      service other { 
        other ->
      //      ^^ syntax: points at nothing
      }
      `,
      'element:web',
      'element:other',
    );
  });
});

describe('blocks without an end in sight', () => {
  it('are read as deep as they may be nested, and skipped below', () => {
    const depth = 5000;
    const text = `${'service a {\n'.repeat(depth)}${'}\n'.repeat(depth)}service after\n`;
    const findings = projectOf([['file:///project/main.arch', text]]).findings();
    expect(findings.filter((f) => f.rule === 'language/syntax').map((f) => f.range.start.line)).toEqual([MAX_DEPTH]);
  });

  it('are read when none of them is closed', () => {
    const text = 'service a {\n'.repeat(5000);
    expect(() => projectOf([['file:///project/main.arch', text]]).findings()).not.toThrow();
  });

  it('reads a file that is too large as empty, and says so', () => {
    const { statements, problems } = createParser().parse(' '.repeat(MAX_FILE_LENGTH + 1));
    expect(statements).toEqual([]);
    expect(problems.map((problem) => problem.code)).toEqual(['too-large']);
  });
});

describe('a value that goes on', () => {
  it('ends where a key begins', () => {
    keeps(
      `
      topology { region eu { zone a } }
      store orders {
        standbys: eu.a,
      //              ^ invalid-value: ends too early
        replicas: 2
      }
      `,
      'element:orders',
    );
  });
});

describe('a line goes on', () => {
  it('behind a comma, a bar and an arrow, before them, and inside brackets', () => {
    check(`
      topology {
        region eu { zone a; zone b }
        region us { zone a }
      }
      service web
      store orders {
        replicas: 3 across eu.a,
          eu.b
          , us.a
      }
      web ->
        orders place
      web
        -> orders show
      operation buy at web {
        steps: [
          place,
          show
        ], place
      }
      scenario apart {
        partition: eu
          | us
      }
    `);
  });

  it('and ends at a semicolon', () => {
    check(`
      topology { region eu { zone a; zone b; }; };
      service web { replicas: 2; state: none; }; store orders
    `);
  });
});
