/** Which of several boxes lies next to another in a direction. Arithmetic only. O(boxes). */
import type { Box } from './viewport.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** How much more it counts to be off to the side than to be far. */
const sideways = 2;

/** @returns the index of the nearest box whose middle lies that way; none where there is nothing. */
export function neighbour(from: Box, boxes: readonly Box[], direction: Direction): number | undefined {
  const middle = (box: Box): readonly [number, number] => [box.x + box.width / 2, box.y + box.height / 2];
  const [x, y] = middle(from);
  let best: { readonly index: number; readonly cost: number } | undefined;
  for (const [index, box] of boxes.entries()) {
    const [dx, dy] = [middle(box)[0] - x, middle(box)[1] - y];
    const along = { left: -dx, right: dx, up: -dy, down: dy }[direction];
    const across = Math.abs(direction === 'left' || direction === 'right' ? dy : dx);
    const cost = along + sideways * across;
    if (along > 1 && across <= 2 * along && (best === undefined || cost < best.cost)) best = { index, cost };
  }
  return best?.index;
}
