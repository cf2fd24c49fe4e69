/** Names that may be written at a place: what they stand for, in the shortest form that is clear. */
import type { SymbolEntry } from '../../language/model/symbols.ts';
import type { Project } from '../../language/project/project.ts';

export interface OfferedName {
  readonly name: string;
  readonly symbol: SymbolEntry;
}

export interface OfferedNames {
  readonly names: readonly OfferedName[];
  /** Whether there are more than are offered: what is typed next narrows them down. */
  readonly isCut: boolean;
}

/** More names than this are not offered at once; the next letter asks again. */
const MOST_NAMES = 400;

/**
 * @param partial what is written so far; with dots, the members of what stands before the last one are offered.
 * @param wildcard whether `owner.*` may stand for all members of an owner.
 */
export function namesAt(
  project: Project,
  scope: string,
  kinds: readonly string[],
  partial: string,
  wildcard: boolean,
  isWanted: (symbol: SymbolEntry) => boolean = () => true,
): OfferedNames {
  const dot = partial.lastIndexOf('.');
  const found =
    dot > 0
      ? membersOf(project, scope, kinds, partial.slice(0, dot)).filter(({ symbol }) => isWanted(symbol))
      : visibleNames(project, scope, kinds, partial, isWanted);
  const names = found.slice(0, MOST_NAMES + 1);
  if (wildcard) names.push(...wildcards(project, scope, kinds, partial));
  return { names: names.slice(0, MOST_NAMES), isCut: names.length > MOST_NAMES };
}

/** Nearer scopes first, then names that start with what is written; no more than are offered, and one. */
function visibleNames(
  project: Project,
  scope: string,
  kinds: readonly string[],
  partial: string,
  isWanted: (symbol: SymbolEntry) => boolean,
): OfferedName[] {
  const candidates = project.symbols
    .visible(scope, kinds)
    .filter((symbol) => matches(symbol.name, partial) && isWanted(symbol))
    .map((symbol) => ({ symbol, rank: closeness(scope, symbol) * 2 + (symbol.name.startsWith(partial) ? 0 : 1) }))
    .sort((a, b) => a.rank - b.rank || (a.symbol.qualified < b.symbol.qualified ? -1 : 1));
  const nameOf = project.symbols.shortestNames(scope, kinds);
  const byId = new Map<string, OfferedName>();
  for (const { symbol } of candidates) {
    const name = byId.has(symbol.id) ? undefined : nameOf(symbol);
    if (name !== undefined) byId.set(symbol.id, { name, symbol });
    if (byId.size > MOST_NAMES) break;
  }
  return [...byId.values()];
}

/** What can follow `owner.`: members that fit, and those that have members that fit. */
function membersOf(project: Project, scope: string, kinds: readonly string[], path: string): OfferedName[] {
  const owner = resolveOwner(project, scope, path);
  if (!owner) return [];
  const { symbols } = project;
  const holds = (symbol: SymbolEntry, depth = 0): boolean =>
    kinds.includes(symbol.kind.name) ||
    (depth < DEEPEST && symbols.members(symbol.qualified).some((member) => holds(member, depth + 1)));
  const members = new Map(symbols.members(owner.qualified).map((member) => [member.id, member]));
  return [...members.values()]
    .filter((member) => holds(member))
    .map((symbol) => ({ name: `${path}.${symbol.name}`, symbol }))
    .sort((a, b) => closeness(scope, a.symbol) - closeness(scope, b.symbol) || (a.name < b.name ? -1 : 1));
}

function resolveOwner(project: Project, scope: string, path: string): SymbolEntry | undefined {
  const found = project.symbols.resolveNames(path.split('.'), scope, [...project.vocabulary.kinds.keys()]);
  return found.ok ? found.symbol : undefined;
}

function wildcards(project: Project, scope: string, kinds: readonly string[], partial: string): OfferedName[] {
  const { symbols } = project;
  const dot = partial.lastIndexOf('.');
  const holdsSeveral = (symbol: SymbolEntry): boolean =>
    symbols.members(symbol.qualified).filter((member) => kinds.includes(member.kind.name)).length > 1;
  if (dot > 0) {
    const owner = resolveOwner(project, scope, partial.slice(0, dot));
    return owner && holdsSeveral(owner) ? [{ name: `${partial.slice(0, dot)}.*`, symbol: owner }] : [];
  }
  const nameOf = symbols.shortestNames(scope, kinds);
  return symbols
    .visible(scope, kinds)
    .filter((symbol) => matches(symbol.name, partial) && holdsSeveral(symbol))
    .flatMap((symbol) => {
      const name = nameOf(symbol);
      return name === undefined ? [] : [{ name: `${name}.*`, symbol }];
    });
}

/** Nearer scopes first. */
const closeness = (scope: string, symbol: SymbolEntry): number =>
  symbol.scope === scope ? 0 : scope.startsWith(`${symbol.scope}.`) ? 1 : symbol.scope === '' ? 2 : 3;

/** Deeper owners are not looked through for a member that fits. */
const DEEPEST = 8;

/** Whether the letters of `part` occur in a name in their order, as editors filter. */
export function matches(name: string, part: string): boolean {
  let at = 0;
  const folded = part.toLowerCase();
  for (const letter of name.toLowerCase()) if (letter === folded[at]) at++;
  return at >= folded.length;
}
