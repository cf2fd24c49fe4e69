/** What a first project consists of; the client writes it where its user wants it. */
import { starterConfig, starterModel } from '../../language/project/starter.ts';
import type { StarterResult } from '../protocol.ts';

export const starter = (): StarterResult => ({ config: starterConfig, model: starterModel });
