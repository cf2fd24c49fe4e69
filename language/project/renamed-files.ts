/**
 * What of a `faultline.json` has to follow when files or folders are renamed: patterns that name them. A pattern that only
 * happens to match is left alone, for what it says is still meant.
 */
import { parseTree } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type { Span } from '../syntax/tree.ts';

/** Paths relative to the folder of the configuration, with `/` between their parts. */
export interface RenamedPath {
  readonly from: string;
  readonly to: string;
}

/** Properties that hold lists of gitignore-style patterns, wherever they stand. */
const PATTERN_LISTS: readonly string[] = ['exclude', 'files'];

/** @returns the quoted patterns to be written anew, in the order of the text. */
export function renamedInConfig(
  text: string,
  renames: readonly RenamedPath[],
): (Span & { readonly newText: string })[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  return root ? [...patternsIn(root)].flatMap((node) => following(node, renames)) : [];
}

function* patternsIn(node: Node): Iterable<Node> {
  const [key, value] = node.children ?? [];
  if (node.type === 'property' && PATTERN_LISTS.includes(String(key?.value)) && value?.type === 'array') {
    yield* (value.children ?? []).filter(({ type }) => type === 'string');
    return;
  }
  for (const child of node.children ?? []) yield* patternsIn(child);
}

/** Negation, an anchor at the folder, the path, and what says that it is a folder or everything in it. */
const PARTS = /^(!?\/?)(.*?)(\/(?:\*\*?)?)?$/s;

function following(node: Node, renames: readonly RenamedPath[]): (Span & { readonly newText: string })[] {
  const [, start = '', path = '', end = ''] = PARTS.exec(String(node.value)) ?? [];
  for (const { from, to } of renames) {
    const [old, fresh] = [escaped(from), escaped(to)];
    const rest = path === old ? '' : path.startsWith(`${old}/`) ? path.slice(old.length) : undefined;
    if (rest === undefined) continue;
    const newText = JSON.stringify(start + fresh + rest + end);
    return [{ start: node.offset, end: node.offset + node.length, newText }];
  }
  return [];
}

/** A path as a pattern that matches it alone. */
const escaped = (path: string): string => path.replace(/[\\*?[\]]/g, String.raw`\$&`).replace(/^[!#]/, String.raw`\$&`);
