/** What every file format of a picture is given, and gives back. One file a format; none reads the model. */
import type { DiagramGraph } from '../graph.ts';
import type { LaidOut } from '../layout.ts';
import type { Theme } from '../theme.ts';

export interface Drawing {
  readonly graph: DiagramGraph;
  readonly theme: Exclude<Theme, 'host'>;
  /** Laid out on demand: formats that leave that to others need not wait for it. */
  readonly laidOut: () => Promise<LaidOut>;
}

export interface PictureFormat {
  /** With its dot. */
  readonly extension: string;
  readonly write: (drawing: Drawing) => string | Promise<string>;
}
