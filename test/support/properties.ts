/**
 * How the property tests draw their examples. `npm test` draws the same ones on every run, so that a failure is about
 * the change at hand; `npm run properties` draws new ones, many more, and prints the seed of what it finds.
 */
import fc from 'fast-check';

const FIXED_SEED = 20_261_124;

const { PROPERTY_SCALE: scale, PROPERTY_SEED: seed } = process.env;

fc.configureGlobal({ seed: Number(seed ?? (scale === undefined ? FIXED_SEED : Date.now() % 2 ** 31)) });

/** @returns how many examples to draw where `npm test` draws `count`. */
export const runs = (count: number): number => Math.ceil(count * Number(scale ?? 1));
