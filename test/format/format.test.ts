import { describe, expect, it } from 'vitest';
import { formatText } from '../../language/format/format.ts';

function becomes(before: string, after: string): void {
  const formatted = formatText(before);
  expect(formatted).toBe(after);
  expect(formatText(formatted)).toBe(formatted);
}

const keeps = (text: string): void => {
  becomes(text, text);
};

describe('spaces', () => {
  const table: readonly (readonly [what: string, before: string, after: string])[] = [
    ['between words', 'service   web  "Shop"   in   dmz\n', 'service web "Shop" in dmz\n'],
    ['around a key’s colon', 'service a {\n  replicas :2\n}\n', 'service a {\n  replicas: 2\n}\n'],
    ['around arrows', 'a->b pay\na~>b\nlink x<->y\n', 'a -> b pay\na ~> b\nlink x <-> y\n'],
    ['after commas', 'a -> b { steps: a ,b,c }\n', 'a -> b { steps: a, b, c }\n'],
    ['around bars', 'scenario s { partition: a|b }\n', 'scenario s { partition: a | b }\n'],
    ['inside brackets', 'operation o { steps: a, [ b,c ], 3 d }\n', 'operation o { steps: a, [b, c], 3 d }\n'],
    ['inside one-line braces', 'zone a{b:1;c:2}\n', 'zone a { b: 1; c: 2 }\n'],
    ['in empty braces', 'zone a {  }\nzone b {\n\n}\n', 'zone a {}\nzone b {}\n'],
    [
      'of units stay as written',
      'data d { retention: 13 months; size: 5MB; price: 2 USD/GB }\n',
      'data d { retention: 13 months; size: 5MB; price: 2 USD/GB }\n',
    ],
    ['in dotted keys', 'log l {\n  min . insync.replicas: 2\n}\n', 'log l {\n  min.insync.replicas: 2\n}\n'],
    ['in text stay', 'team a "two  spaces"\n', 'team a "two  spaces"\n'],
    ['at line ends go', 'service a   \n', 'service a\n'],
    ['no alignment', 'zone a {\n  one:   1\n  three: 3\n}\n', 'zone a {\n  one: 1\n  three: 3\n}\n'],
  ];
  it.each(table)('%s', (_, before, after) => {
    becomes(before, after);
  });
});

describe('lines', () => {
  it('indents by two spaces and ends with a line end', () => {
    becomes('system s {\nservice a {\n\tx: 1\n      }\n}', 'system s {\n  service a {\n    x: 1\n  }\n}\n');
  });

  it('keeps at most one blank line, and none at the edges of a block or file', () => {
    becomes('\n\nzone a\n\n\n\nzone b {\n\n  x: 1\n\n\n  y: 2\n\n}\n\n\n', 'zone a\n\nzone b {\n  x: 1\n\n  y: 2\n}\n');
  });

  it('puts one statement on a line', () => {
    becomes('zone a; zone b\nzone c {\n  x: 1; y: 2;\n}\n', 'zone a\nzone b\nzone c {\n  x: 1\n  y: 2\n}\n');
  });

  it('keeps a block on its line while it fits, and spreads the outermost that does not', () => {
    const row = (name: string): string => `zone ${name} { first: "${'x'.repeat(20)}"; second: 2 }`;
    keeps(`region r { ${row('a')} }\n`);
    becomes(`region r { ${row('a')}; ${row('b')} }\n`, `region r {\n  ${row('a')}\n  ${row('b')}\n}\n`);
  });

  it('measures a block as it will be laid out, not as it was written', () => {
    const widest = `x: "${'y'.repeat(77)}"`;
    becomes(`system s {\n  service web{${widest}}\n}\n`, `system s {\n  service web { ${widest} }\n}\n`);
    const wider = `x: "${'y'.repeat(78)}"`;
    becomes(`system s {\n  service web{${wider}}\n}\n`, `system s {\n  service web {\n    ${wider}\n  }\n}\n`);
  });

  it('puts the `{` behind its head', () => {
    becomes('service a\n{\n  x: 1 }\n', 'service a {\n  x: 1\n}\n');
  });

  it('separates blocks on one line', () => {
    becomes('region r { zone a { x: 1 } zone b }\n', 'region r { zone a { x: 1 }; zone b }\n');
  });

  it('measures only the last line of a head with comments in it', () => {
    const end = (comment: string): string => `${comment}\n{ service b }  // c\n`;
    keeps(end(`service a /*\n   * ${'x'.repeat(60)}\n   */  // ${'y'.repeat(60)}`));
  });

  it('keeps the breaks inside a value, further in', () => {
    becomes(
      'operation o {\nsteps: a,\nb, [\n   c,\n   d\n ], e\n}\n',
      'operation o {\n  steps: a,\n    b, [\n    c,\n    d\n  ], e\n}\n',
    );
  });

  it('keeps a break before an arrow', () => {
    becomes('a\n-> b pay\n', 'a\n  -> b pay\n');
  });
});

describe('comments', () => {
  it('stand two spaces behind the code, or above it', () => {
    becomes(
      '// top\nservice a { // why\n   // inside\n  x: 1// one\n     // last\n}\n',
      '// top\nservice a {  // why\n  // inside\n  x: 1  // one\n  // last\n}\n',
    );
  });

  it('stay with what they are about when statements are put on lines of their own', () => {
    becomes(
      'service a {\n  x: 1 /* of x */; /* of y */ y: 2 // end\n}\n',
      'service a {\n  x: 1  /* of x */\n  /* of y */ y: 2  // end\n}\n',
    );
  });

  it('inside a value end its line', () => {
    becomes('operation o {\n  steps: a, // first\n b\n}\n', 'operation o {\n  steps: a,  // first\n    b\n}\n');
  });

  it('inside a head stay there', () => {
    becomes('service /* the */ a // one\n  {\n x: 1 }\n', 'service /* the */ a  // one\n{\n  x: 1\n}\n');
  });

  it('stay on their side of the `;` on one line', () => {
    keeps('zone a { x: 1 /* of x */; y: 2 }\n');
    keeps('service a { a -> b /** about a */; service c }\n');
  });

  it('of documentation stand above what they describe', () => {
    becomes(
      'system s {\n/** Pays.\n* Twice. */ service a\n}\n',
      'system s {\n  /** Pays.\n   * Twice. */\n  service a\n}\n',
    );
    becomes('data a { x: 1 } /** Of b. */\ndata b\n', 'data a { x: 1 }\n/** Of b. */\ndata b\n');
  });

  it('with a layout of their own keep it', () => {
    keeps('/*\n   a   b\n     c\n*/\nservice a\n');
  });

  it('at the end, alone, or in an empty block are kept', () => {
    keeps('service a\n\n// the end\n');
    keeps('// alone\n');
    keeps('service a { /* nothing */ }\n');
    keeps('service a {\n  // nothing yet\n}\n');
  });

  it('keep hiding exactly what they hid', () => {
    keeps('a -> b { over: http; x: 1 }; c -> d  // faultline-ignore security/plaintext-across-boundary -- inside\n');
    const wide = `a -> b { over: http; why: "${'x'.repeat(100)}" }`;
    keeps(`// faultline-ignore security/plaintext-across-boundary -- inside\n${wide}\n`);
  });
});

describe('files', () => {
  it('keep their line ends', () => {
    becomes('zone a {\r\nx: 1\r\n}\r\n', 'zone a {\r\n  x: 1\r\n}\r\n');
    becomes('/**\r\n * Two.\r\n */\r\nzone a', '/**\r\n * Two.\r\n */\r\nzone a\r\n');
  });

  it('keep their byte order mark', () => {
    becomes('\uFEFFzone  a\n', '\uFEFFzone a\n');
  });

  it('may be empty', () => {
    keeps('');
    becomes(' \n\n', '');
  });

  it.each(['service a {\n  x:1\n', 'zone   a }\n', 'zone   a "open\n', '?   what\n', 'a ->\n', 'zone  a /* open'])(
    'with syntax problems are left alone: %j',
    (text) => {
      keeps(text);
    },
  );
});
