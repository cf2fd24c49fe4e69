/**
 * Sequential consistency: one order of all operations, which keeps to the order of each session (Lamport, How to Make a
 * Multiprocessor Computer That Correctly Executes Multiprocess Programs, 1979). It holds of all objects together or not.
 */
import { inSession } from './order.ts';
import { checker } from './verdict.ts';
import { hasView } from './view.ts';

export const sequential = checker(
  (history) => hasView(history, inSession),
  'no one order of these operations keeps to the order in each session',
);
