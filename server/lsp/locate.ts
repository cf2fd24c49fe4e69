/** From a picture back to the text. */
import { locate } from '../../language/project/locate.ts';
import type { LocateResult } from '../protocol.ts';
import { isLibrary } from './uris.ts';
import type { View } from './view.ts';

export function locateInText(view: View, id: string): LocateResult {
  const { project } = view;
  project.refresh();
  const location = locate({ entity: id }, project.documentsOf);
  return location && !isLibrary(location.uri) ? location : null;
}
