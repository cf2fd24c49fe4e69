/** Whose models `faultline import` reads; apart from the readers, which are loaded when they are needed. */
import type { ImportFormat } from '../../language/imports/import.ts';

export type { ImportFormat };
export const importFormats: readonly ImportFormat[] = ['threagile', 'otm', 'threat-dragon'];
