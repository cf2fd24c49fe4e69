/** The text formats by name; each is loaded only where it is asked for. */
import type { PictureFormat } from './format.ts';

export const pictureFormats = ['svg', 'mermaid', 'd2', 'dot', 'plantuml', 'structurizr', 'drawio', 'json'] as const;
export type PictureFormatName = (typeof pictureFormats)[number];

export async function loadPictureFormat(name: PictureFormatName): Promise<PictureFormat> {
  switch (name) {
    case 'svg':
      return (await import('./svg.ts')).svg;
    case 'mermaid':
      return (await import('./mermaid.ts')).mermaid;
    case 'd2':
      return (await import('./d2.ts')).d2;
    case 'dot':
      return (await import('./dot.ts')).dot;
    case 'plantuml':
      return (await import('./plantuml.ts')).plantuml;
    case 'structurizr':
      return (await import('./structurizr.ts')).structurizr;
    case 'drawio':
      return (await import('./drawio.ts')).drawio;
    case 'json':
      return (await import('./json.ts')).json;
  }
}
