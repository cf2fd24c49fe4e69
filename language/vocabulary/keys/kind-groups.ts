/** Kinds that several keys stand in. */
import { computeKinds, stateKinds } from '../kinds.ts';

export const services = [...computeKinds, ...stateKinds, 'consensus'];
export const owned = ['system', ...services, 'external'];
export const storeLike = [...stateKinds, 'technology', 'knob', 'case', 'consensus'];
