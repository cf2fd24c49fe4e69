/** Boxes on a drawing, and which of them lie in which. */

export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest box that holds the middle of another and is larger than it. */
export function innermostAround(inner: Box, boxes: readonly Box[]): Box | undefined {
  const x = inner.x + inner.width / 2;
  const y = inner.y + inner.height / 2;
  let found: Box | undefined;
  for (const box of boxes) {
    if (box.id === inner.id || areaOf(box) <= areaOf(inner)) continue;
    const holds = x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
    if (holds && (!found || areaOf(box) < areaOf(found))) found = box;
  }
  return found;
}

const areaOf = ({ width, height }: Box): number => width * height;
