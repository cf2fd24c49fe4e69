/** The findings of all projects as a list, for who shows more than one document's. O(findings). */
import type { FindingsParams, FindingsResult } from '../protocol.ts';
import type { View } from './view.ts';

export function findingItems(views: Iterable<Pick<View, 'findings'>>, { limit }: FindingsParams): FindingsResult {
  const found = [...views].flatMap((view) => view.findings());
  return {
    items: found
      .slice(0, limit)
      .map(({ id, rule, severity, message, uri, range }) => ({ id, rule, severity, message, uri, range })),
    more: Math.max(0, found.length - limit),
  };
}
