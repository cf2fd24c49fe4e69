/** Executions written by hand. */
import type { Event, Process, Step, Trace } from '../../language/executions/trace.ts';

const processes: readonly Process[] = [
  { name: 'Checkout', role: 'client', entity: 'shop.checkout' },
  { name: 'Ledger in west.a', role: 'node', entity: 'ledger', place: 'west.a' },
  { name: 'Ledger in west.b', role: 'node', entity: 'ledger', place: 'west.b' },
  { name: 'Report', role: 'client', entity: 'report' },
];

const [shop, a, b, report] = ['Checkout', 'Ledger in west.a', 'Ledger in west.b', 'Report'] as const;

function told(rows: readonly (readonly [event: Event, sentence: string, changed?: Record<string, string>])[]): Step[] {
  let state: Record<string, string> = { [a]: 'no payment', [b]: 'no payment' };
  return rows.map(([event, sentence, changed]) => {
    state = { ...state, ...changed };
    return { event, sentence, state };
  });
}

const write: Parameters<typeof told>[0] = [
  [{ kind: 'invoke', at: shop, text: 'write payment = 1' }, 'Checkout writes payment = 1.'],
  [
    { kind: 'send', at: shop, to: a, message: 1, text: 'write payment = 1' },
    'Checkout asks Ledger in west.a to write payment = 1.',
  ],
  [
    { kind: 'receive', at: a, message: 1 },
    'Ledger in west.a, the primary, stores payment = 1.',
    { [a]: 'payment = 1' },
  ],
  [{ kind: 'send', at: a, to: b, message: 2, text: 'payment = 1' }, 'Ledger in west.a ships it to Ledger in west.b.'],
  [{ kind: 'send', at: a, to: shop, message: 3, text: 'done' }, 'Ledger in west.a answers without waiting.'],
  [{ kind: 'receive', at: shop, message: 3 }, 'Checkout hears that it is done.'],
  [{ kind: 'acknowledge', at: shop, text: 'payment = 1 acknowledged' }, 'Checkout takes payment = 1 for written.'],
];

/** An asynchronous standby is promoted without the last write. */
export const lostOnFailover: Trace = {
  title: 'An acknowledged payment is lost',
  processes,
  steps: [
    ...told([
      ...write,
      [{ kind: 'crash', at: a }, 'Ledger in west.a crashes before payment = 1 has arrived at Ledger in west.b.'],
      [{ kind: 'local', at: b, text: 'promoted' }, 'Ledger in west.b is promoted.', { [b]: 'no payment, primary' }],
      [{ kind: 'invoke', at: report, text: 'read payment' }, 'Report reads payment.'],
      [{ kind: 'send', at: report, to: b, message: 4, text: 'read payment' }, 'Report asks Ledger in west.b.'],
      [{ kind: 'receive', at: b, message: 4 }, 'Ledger in west.b looks up payment.'],
      [{ kind: 'send', at: b, to: report, message: 5, text: 'no payment' }, 'Ledger in west.b answers: no payment.'],
      [{ kind: 'receive', at: report, message: 5 }, 'Report gets the answer.'],
    ]),
    {
      event: { kind: 'acknowledge', at: report, text: 'no payment' },
      sentence: 'Report reads no payment, though payment = 1 was acknowledged.',
      state: { [a]: 'payment = 1, crashed', [b]: 'no payment, primary' },
      violates: true,
    },
  ],
  conclusion: 'Report reads no payment after payment = 1 was acknowledged to Checkout: linearizability is broken.',
};

/** A primary that is cut off goes on answering. */
export const staleBehindACut: Trace = {
  title: 'A deposed primary answers',
  processes,
  steps: [
    ...told([
      ...write.slice(0, 3),
      [{ kind: 'cut', from: [a, report], to: [b, shop], oneWay: false }, 'The link between west.a and west.b is cut.'],
      [{ kind: 'pause', at: b }, 'Ledger in west.b pauses.'],
      [{ kind: 'resume', at: b }, 'Ledger in west.b goes on.'],
      [{ kind: 'invoke', at: report, text: 'read payment' }, 'Report reads payment.'],
      [{ kind: 'heal' }, 'The link is back.'],
      [{ kind: 'crash', at: b, losesDisk: true }, 'Ledger in west.b crashes and loses its disk.'],
      [{ kind: 'restart', at: b }, 'Ledger in west.b starts again, empty.'],
    ]),
  ],
  conclusion: 'Two primaries answered.',
};
