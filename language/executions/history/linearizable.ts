/**
 * Linearizability: each operation takes effect at one moment between its call and its answer (Herlihy and Wing,
 * Linearizability, 1990). Checked object by object, which suffices by their theorem 1.
 */
import { grouped, isBefore } from './order.ts';
import { checker } from './verdict.ts';
import { hasView } from './view.ts';

export const linearizable = checker(
  (history) => grouped(history, ({ object }) => object).every((operations) => hasView(operations, isBefore)),
  'no order of these operations keeps to real time',
);
