/** Renamed files: the notation imports nothing, so all that has to follow are patterns in configurations that name them. */
import type { FileRename } from 'vscode-languageserver';
import { configFileName } from '../../language/project/config.ts';
import { renamedInConfig } from '../../language/project/renamed-files.ts';
import type { RenamedPath } from '../../language/project/renamed-files.ts';
import { lineStartsOf, rangeOf } from '../../language/syntax/lines.ts';
import type { TextEdit } from '../../language/model/finding.ts';
import { inFolder, isBelow, normalUri } from './uris.ts';

/** A project's folder and the text of its configuration. */
export interface Configured {
  readonly root: string;
  readonly configText: string | undefined;
}

export function renameFiles(projects: Iterable<Configured>, files: readonly FileRename[]): TextEdit[] {
  const renamed = files.map(({ oldUri, newUri }) => ({ from: withoutSlash(oldUri), to: withoutSlash(newUri) }));
  return [...projects].flatMap(({ root, configText }): TextEdit[] => {
    if (configText === undefined) return [];
    // What leaves the folder cannot be named from it.
    const inside = renamed.filter(({ from, to }) => isBelow(from, root) && isBelow(to, root));
    const paths = inside.map(({ from, to }): RenamedPath => ({ from: pathIn(root, from), to: pathIn(root, to) }));
    const lineStarts = lineStartsOf(configText);
    return renamedInConfig(configText, paths).map(({ newText, ...span }) => ({
      uri: inFolder(root, configFileName),
      range: rangeOf(lineStarts, span),
      newText,
    }));
  });
}

const withoutSlash = (uri: string): string => normalUri(uri).replace(/\/$/, '');
const pathIn = (root: string, uri: string): string => decodeURIComponent(uri.slice(root.length + 1));
