/** The formats by name. */
import type { Format } from './format.ts';

export const formatNames = ['pretty', 'json', 'sarif', 'github', 'junit', 'unix'] as const;
export type FormatName = (typeof formatNames)[number];

/** Loads only the one format that a run needs. */
export async function loadFormat(name: FormatName): Promise<Format> {
  switch (name) {
    case 'pretty':
      return (await import('./pretty.ts')).pretty;
    case 'json':
      return (await import('./json.ts')).json;
    case 'sarif':
      return (await import('./sarif.ts')).sarif;
    case 'github':
      return (await import('./github.ts')).github;
    case 'junit':
      return (await import('./junit.ts')).junit;
    case 'unix':
      return (await import('./unix.ts')).unix;
  }
}
