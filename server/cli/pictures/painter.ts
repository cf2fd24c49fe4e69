/**
 * Paints the renderer's own SVG with Skia, in WebAssembly: the same pixels on every machine, without a browser and without
 * its fonts. Invariant: reads what `renderSvg` writes and nothing else; a sign that the bundled font lacks is drawn as a box.
 * O(elements × rules of the style sheet).
 */
import type { Canvas, CanvasKit, Font, Paint, Typeface } from 'canvaskit-wasm';
import { styleOf, type Declarations, type Rule } from './style.ts';
import type { SvgElement } from './tree.ts';

export interface Fonts {
  readonly regular: Typeface;
  readonly strong: Typeface;
}

/** What an element takes over from those around it. */
interface Context {
  readonly path: readonly SvgElement[];
  readonly inherited: Declarations;
  readonly opacity: number;
}

const inheritedNames = ['fill', 'stroke', 'stroke-width', 'font-size', 'font-weight'] as const;

export class Painter {
  readonly #kit: CanvasKit;
  readonly #canvas: Canvas;
  readonly #fonts: Fonts;
  readonly #rules: readonly Rule[];

  constructor(kit: CanvasKit, canvas: Canvas, fonts: Fonts, rules: readonly Rule[]) {
    this.#kit = kit;
    this.#canvas = canvas;
    this.#fonts = fonts;
    this.#rules = rules;
  }

  paint(element: SvgElement, around: Context = { path: [], inherited: new Map(), opacity: 1 }): void {
    if (['title', 'desc', 'style'].includes(element.name)) return;
    const path = [...around.path, element];
    const own = styleOf(path, this.#rules);
    const value = (name: string): string | undefined => {
      const said = own.get(name);
      return said === 'inherit' ? around.inherited.get(name) : (said ?? around.inherited.get(name));
    };
    const opacity = around.opacity * Number(own.get('opacity') ?? 1);
    this.#canvas.save();
    this.#transform(element.attributes.get('transform') ?? '');
    switch (element.name) {
      case 'path':
        this.#path(element.attributes.get('d') ?? '', own, value, opacity);
        break;
      case 'rect':
        this.#rectangle(element, own, value, opacity);
        break;
      case 'text':
        this.#text(element, value, opacity);
        break;
      default: {
        const inherited = new Map(
          inheritedNames.flatMap((name) => {
            const said = value(name);
            return said === undefined ? [] : [[name, said] as const];
          }),
        );
        for (const child of element.children) this.paint(child, { path, inherited, opacity });
      }
    }
    this.#canvas.restore();
  }

  #transform(text: string): void {
    for (const [, name, numbers = ''] of text.matchAll(/(translate|scale)\(([^)]*)\)/g)) {
      const [x = 0, y] = numbers
        .trim()
        .split(/[\s,]+/)
        .map(Number);
      if (name === 'translate') this.#canvas.translate(x, y ?? 0);
      else this.#canvas.scale(x, y ?? x);
    }
  }

  #rectangle(
    element: SvgElement,
    own: Declarations,
    value: (name: string) => string | undefined,
    opacity: number,
  ): void {
    const number = (name: string): number => Number(element.attributes.get(name) ?? 0);
    const [x, y, width, height, radius] = [number('x'), number('y'), number('width'), number('height'), number('rx')];
    const shape = this.#kit.RRectXY(this.#kit.XYWHRect(x, y, width, height), radius, radius);
    this.#draw(own, value, opacity, (paint) => {
      this.#canvas.drawRRect(shape, paint);
    });
  }

  #path(d: string, own: Declarations, value: (name: string) => string | undefined, opacity: number): void {
    const path = this.#kit.Path.MakeFromSVGString(d);
    if (!path) return;
    this.#draw(own, value, opacity, (paint) => {
      this.#canvas.drawPath(path, paint);
    });
    path.delete();
  }

  /** Fills, then strokes: each only where the style says in what colour. */
  #draw(
    own: Declarations,
    value: (name: string) => string | undefined,
    opacity: number,
    draw: (paint: Paint) => void,
  ): void {
    const kit = this.#kit;
    const fill = value('fill') ?? '#000000';
    if (fill !== 'none') this.#with(fill, opacity * Number(own.get('fill-opacity') ?? 1), draw);
    const stroke = value('stroke');
    if (stroke === undefined || stroke === 'none') return;
    this.#with(stroke, opacity, (paint) => {
      paint.setStyle(kit.PaintStyle.Stroke);
      paint.setStrokeWidth(Number.parseFloat(value('stroke-width') ?? '1'));
      if (own.get('stroke-linecap') === 'round') paint.setStrokeCap(kit.StrokeCap.Round);
      if (own.get('stroke-linejoin') === 'round') paint.setStrokeJoin(kit.StrokeJoin.Round);
      const dashes = own
        .get('stroke-dasharray')
        ?.split(/[\s,]+/)
        .map(Number);
      const effect = dashes && kit.PathEffect.MakeDash(dashes);
      if (effect) paint.setPathEffect(effect);
      draw(paint);
      effect?.delete();
    });
  }

  #text(element: SvgElement, value: (name: string) => string | undefined, opacity: number): void {
    const { attributes, text } = element;
    const strong = Number(value('font-weight') ?? 400) >= 600;
    const size = Number.parseFloat(value('font-size') ?? '12');
    const font = new this.#kit.Font(strong ? this.#fonts.strong : this.#fonts.regular, size);
    font.setSubpixel(true);
    font.setLinearMetrics(true);
    font.setHinting(this.#kit.FontHinting.None);
    const natural = widthOf(font, text);
    const wanted = Number(attributes.get('textLength') ?? natural);
    if (natural > 0) font.setScaleX(wanted / natural);
    const left = Number(attributes.get('x') ?? 0) - (attributes.get('text-anchor') === 'middle' ? wanted / 2 : 0);
    this.#with(value('fill') ?? '#000000', opacity, (paint) => {
      this.#canvas.drawText(text, left, Number(attributes.get('y') ?? 0), paint, font);
    });
    font.delete();
  }

  #with(colour: string, opacity: number, draw: (paint: Paint) => void): void {
    const paint = new this.#kit.Paint();
    paint.setAntiAlias(true);
    const [red = 0, green = 0, blue = 0, alpha = 1] = this.#kit.parseColorString(colour);
    paint.setColor(this.#kit.Color4f(red, green, blue, alpha * opacity));
    draw(paint);
    paint.delete();
  }
}

const widthOf = (font: Font, text: string): number =>
  font.getGlyphWidths(font.getGlyphIDs(text)).reduce((sum, width) => sum + width, 0);
