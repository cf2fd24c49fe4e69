import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confine, fit, pan, visibleBox, zoom, type View } from '../../client/webview/viewport.ts';

const canvas = { width: 800, height: 600 };
const drawing = { x: 0, y: 0, width: 1000, height: 400 };
const finite = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const views: fc.Arbitrary<View> = fc.record({ x: finite(-5e3, 5e3), y: finite(-5e3, 5e3), scale: finite(0.05, 8) });

describe('fitting in', () => {
  it('shows the whole drawing, centred', () => {
    const box = visibleBox(fit(drawing, canvas), canvas);
    expect(box.x).toBeLessThan(0);
    expect(box.x + box.width).toBeGreaterThan(drawing.width);
    expect(box.x + box.width / 2).toBeCloseTo(500);
    expect(box.y + box.height / 2).toBeCloseTo(200);
  });

  it('does not blow a small drawing up', () => {
    expect(fit({ x: 0, y: 0, width: 40, height: 20 }, canvas).scale).toBeLessThanOrEqual(1.25);
  });

  it('stands a canvas without size', () => {
    expect(Number.isFinite(fit(drawing, { width: 0, height: 0 }).x)).toBe(true);
  });
});

describe('zooming', () => {
  it('keeps what lies under the pointer there', () => {
    fc.assert(
      fc.property(views, finite(0.1, 10), finite(0, 800), finite(0, 600), (view, factor, x, y) => {
        const next = zoom(view, factor, { x, y });
        expect(next.x + x / next.scale).toBeCloseTo(view.x + x / view.scale, 6);
        expect(next.y + y / next.scale).toBeCloseTo(view.y + y / view.scale, 6);
      }),
    );
  });

  it('ends at a largest and a smallest scale', () => {
    const view = fit(drawing, canvas);
    expect(zoom(view, 1e9, { x: 0, y: 0 }).scale).toBe(8);
    expect(zoom(view, 1e-9, { x: 0, y: 0 }).scale).toBe(0.05);
  });
});

describe('panning', () => {
  it('moves the drawing with the pointer', () => {
    const view = { x: 10, y: 20, scale: 2 };
    expect(pan(view, 30, -40)).toEqual({ x: -5, y: 40, scale: 2 });
  });

  it('leaves a part of the drawing on the canvas', () => {
    fc.assert(
      fc.property(views, (view) => {
        const box = visibleBox(confine(view, drawing, canvas), canvas);
        expect(box.x).toBeLessThan(drawing.width);
        expect(box.x + box.width).toBeGreaterThan(0);
        expect(box.y).toBeLessThan(drawing.height);
        expect(box.y + box.height).toBeGreaterThan(0);
      }),
    );
  });
});
