/** Threat Dragon draws one arrow for what is asked and one for the answer; in the notation a flow is both. */

export interface Arrow<C> {
  readonly source: C;
  readonly target: C;
}

export interface Joined<C, A extends Arrow<C>> {
  readonly source: C;
  readonly target: C;
  readonly arrow: A;
  /** Arrows back that are its answers. */
  readonly answers: readonly A[];
  /** Drawn out of something passive: whoever gets it asks for it. */
  readonly turned: boolean;
}

/**
 * Flows from whoever begins them. An arrow out of something passive is the answer to an arrow into it from the same end,
 * else a flow of its own, turned around. O(arrows).
 */
export function joinArrows<C, A extends Arrow<C>>(
  arrows: readonly A[],
  isPassive: (cell: C) => boolean,
): Joined<C, A>[] {
  const isAnswer = ({ source, target }: A): boolean => isPassive(source) && !isPassive(target);
  const joined: (Joined<C, A> & { answers: A[] })[] = [];
  const between = new Map<C, Map<C, Joined<C, A> & { answers: A[] }>>();
  const add = (arrow: A, turned: boolean): void => {
    const [source, target] = turned ? [arrow.target, arrow.source] : [arrow.source, arrow.target];
    const flow = { source, target, arrow, answers: [], turned };
    joined.push(flow);
    const from = between.get(source) ?? new Map<C, Joined<C, A> & { answers: A[] }>();
    between.set(source, from);
    if (!from.has(target)) from.set(target, flow);
  };
  for (const arrow of arrows) if (!isAnswer(arrow)) add(arrow, false);
  for (const arrow of arrows) {
    if (!isAnswer(arrow)) continue;
    const asked = between.get(arrow.target)?.get(arrow.source);
    if (asked && !asked.turned) asked.answers.push(arrow);
    else add(arrow, true);
  }
  return joined;
}
