/** Pan and zoom as arithmetic: a view is the drawing's point at the canvas's top left corner, and a scale. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point, Size {}

export interface View extends Point {
  /** Canvas pixels per unit of the drawing. */
  readonly scale: number;
}

const minimumScale = 0.05;
const maximumScale = 8;
/** A small drawing keeps its size: blown up to fill a wide editor it would only look crude. */
const maximumFittedScale = 1.25;
const fitMargin = 24;
/** This much of the drawing stays on the canvas, however far it is dragged. */
const keptVisible = 40;

/** The view that shows all of `drawing`, centred. */
export function fit(drawing: Box, canvas: Size): View {
  const free = (length: number): number => Math.max(length - 2 * fitMargin, 1);
  const scale = clamp(
    Math.min(free(canvas.width) / drawing.width, free(canvas.height) / drawing.height, maximumFittedScale),
    minimumScale,
    maximumScale,
  );
  return {
    scale,
    x: drawing.x + drawing.width / 2 - canvas.width / scale / 2,
    y: drawing.y + drawing.height / 2 - canvas.height / scale / 2,
  };
}

/** Zooms by `factor`; what lies under `anchor` (in canvas pixels) stays there. */
export function zoom(view: View, factor: number, anchor: Point): View {
  const scale = clamp(view.scale * factor, minimumScale, maximumScale);
  return {
    scale,
    x: view.x + anchor.x / view.scale - anchor.x / scale,
    y: view.y + anchor.y / view.scale - anchor.y / scale,
  };
}

/** Moves the drawing by so many canvas pixels. */
export const pan = (view: View, dx: number, dy: number): View => ({
  ...view,
  x: view.x - dx / view.scale,
  y: view.y - dy / view.scale,
});

/** Keeps a part of the drawing on the canvas. */
export function confine(view: View, drawing: Box, canvas: Size): View {
  const kept = keptVisible / view.scale;
  return {
    ...view,
    x: clamp(view.x, drawing.x - canvas.width / view.scale + kept, drawing.x + drawing.width - kept),
    y: clamp(view.y, drawing.y - canvas.height / view.scale + kept, drawing.y + drawing.height - kept),
  };
}

/** The drawing's rectangle that fills the canvas: an SVG view box. */
export const visibleBox = (view: View, canvas: Size): Box => ({
  x: view.x,
  y: view.y,
  width: canvas.width / view.scale,
  height: canvas.height / view.scale,
});

const clamp = (value: number, low: number, high: number): number =>
  low > high ? (low + high) / 2 : Math.min(Math.max(value, low), high);
