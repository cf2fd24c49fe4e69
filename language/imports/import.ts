/** Importing a file, in whichever format. */
import { readData } from './fields.ts';
import type { Read } from './draft.ts';
import { readOtm } from './otm.ts';
import { readThreagile } from './threagile.ts';
import { readThreatDragon } from './threat-dragon.ts';
import { writeDraft } from './write.ts';

export type ImportFormat = 'threagile' | 'otm' | 'threat-dragon';

const formats: Readonly<Record<ImportFormat, { readonly of: string; readonly read: (data: unknown) => Read }>> = {
  threagile: { of: 'a Threagile model', read: readThreagile },
  otm: { of: 'an Open Threat Model', read: readOtm },
  'threat-dragon': { of: 'an OWASP Threat Dragon model', read: readThreatDragon },
};

export interface Imported {
  /** A text in the notation. */
  readonly text: string;
  /** What could not be said as it was meant, one sentence each. */
  readonly told: readonly string[];
}

/**
 * @param text of the other tool's file.
 * @throws ImportError where it is no model of that format, or out of bounds.
 */
export function importModel(text: string, format: ImportFormat): Imported {
  const { of, read } = formats[format];
  const { draft, told } = read(readData(text));
  return { text: writeDraft(draft, of), told };
}
