import { neighbour, type Direction } from './neighbours.ts';
import { extentOf } from './svg.ts';
import { confine, fit, pan, visibleBox, zoom, type Box, type Point, type View } from './viewport.ts';

export const zoomStep = 1.25;
const arrowStep = 48;
/** A pointer that moves less than this, in pixels, clicks; one that moves more drags. */
const dragThreshold = 4;
/** Wheel distance for one e-fold of the scale: about 1.1 per notch of a mouse, smooth on a touchpad. */
const wheelDistance = 1000;
const linesToPixels = 16;

interface Events {
  /** A node or flow was clicked, or Enter pressed on it. */
  readonly activate: (id: string) => void;
  /** The menu of a node or flow was asked for, at a point of the page. */
  readonly menu: (id: string, at: Point) => void;
  /** The view changed; undefined while the whole drawing is fitted in. */
  readonly viewChanged: (view: View | undefined, scale: number) => void;
}

/** The area that shows the drawing: pan, zoom, selection. Knows nothing of messages or of where drawings come from. */
export class Canvas {
  readonly #element: HTMLElement;
  readonly #events: Events;
  #svg: SVGSVGElement | undefined;
  #drawing: Box | undefined;
  /** What the user chose; undefined keeps the whole drawing fitted in, also while it or the window grows. */
  #chosen: View | undefined;

  constructor(element: HTMLElement, chosen: View | undefined, events: Events) {
    this.#element = element;
    this.#chosen = chosen;
    this.#events = events;
    new ResizeObserver(() => {
      this.#apply();
    }).observe(element);
    element.addEventListener('keydown', (event) => {
      this.#onKey(event);
    });
    element.addEventListener('wheel', (event) => {
      this.#onWheel(event);
    });
    element.addEventListener('pointerdown', (event) => {
      this.#onPointerDown(event);
    });
    element.addEventListener('contextmenu', (event) => {
      this.#onMenu(event);
    });
    element.addEventListener('focusin', (event) => {
      this.#follow(event.target);
    });
  }

  /** Shows another drawing. The view stays, and so does the focus where its element is still there. */
  show(svg: SVGSVGElement): void {
    const focused = idOf(document.activeElement);
    this.#drawing = extentOf(svg);
    svg.removeAttribute('width');
    svg.removeAttribute('height');
    svg.classList.add('drawing');
    this.#svg = svg;
    this.#element.replaceChildren(svg);
    this.#apply();
    if (focused !== undefined) this.#find(focused)?.focus({ preventScroll: true });
  }

  /** Brings the node or flow into view and marks it; one that the drawing does not show is left. */
  reveal(id: string): void {
    const found = this.#find(id);
    if (found === null) return;
    this.#show(id);
    found.focus({ preventScroll: true });
  }

  /** Marks the node or flow that the cursor is in, and brings it into view where nobody chose what to look at. */
  mark(id: string): void {
    this.#element.querySelector('.marked')?.classList.remove('marked');
    this.#find(id)?.classList.add('marked');
  }

  /** What is shown, for what is painted over it. */
  get svg(): SVGSVGElement | undefined {
    return this.#svg;
  }

  /** Shows a node or flow that is searched for. */
  find(text: string): boolean {
    const sought = text.trim().toLowerCase();
    if (sought === '' || this.#svg === undefined) return false;
    const all = [...this.#svg.querySelectorAll<SVGElement>('[data-id][tabindex]')];
    const named = all.filter((each) => each.querySelector('title')?.textContent.toLowerCase().includes(sought));
    const after = named.findIndex((each) => each.classList.contains('revealed'));
    const next = named[(after + 1) % named.length];
    const id = idOf(next ?? null);
    if (id === undefined) return false;
    this.#show(id);
    return true;
  }

  #show(id: string): void {
    const found = this.#find(id);
    if (found === null) return;
    this.#element.querySelector('.revealed')?.classList.remove('revealed');
    found.classList.add('revealed');
    this.#bringIn(found);
  }

  #onMenu(event: MouseEvent): void {
    const id = idOf(event.target);
    event.preventDefault();
    if (id === undefined) return;
    const byKeyboard = event.button !== 2 && event.clientX === 0;
    const box = event.target instanceof Element && byKeyboard ? event.target.getBoundingClientRect() : undefined;
    this.#events.menu(id, box ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY });
  }

  /** Forgets the user's view: another project's drawing has another shape. */
  fit(): void {
    this.#chosen = undefined;
    this.#apply();
  }

  /** Zooms about the middle. */
  zoomBy(factor: number): void {
    const { width, height } = this.#size();
    this.#change((view) => zoom(view, factor, { x: width / 2, y: height / 2 }));
  }

  #size(): DOMRect {
    return this.#element.getBoundingClientRect();
  }

  #view(): View | undefined {
    if (this.#drawing === undefined) return undefined;
    return this.#chosen ?? fit(this.#drawing, this.#size());
  }

  #change(to: (view: View) => View): void {
    const view = this.#view();
    if (view === undefined || this.#drawing === undefined) return;
    this.#chosen = confine(to(view), this.#drawing, this.#size());
    this.#apply();
  }

  #apply(): void {
    const size = this.#size();
    const view = this.#view();
    if (view === undefined || this.#svg === undefined || size.width === 0 || size.height === 0) return;
    const { x, y, width, height } = visibleBox(view, size);
    this.#svg.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
    this.#events.viewChanged(this.#chosen, view.scale);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const id = idOf(event.target);
    const action = keys[event.key];
    const direction = directions[event.key];
    if (id !== undefined && direction !== undefined && event.target instanceof SVGElement && !event.shiftKey)
      this.#step(event.target, direction);
    else if (id !== undefined && event.key === 'm') this.#events.menu(id, this.#cornerOf(event.target));
    else if (action !== undefined) action(this);
    else if ((event.key === 'Enter' || event.key === ' ') && id !== undefined) this.#events.activate(id);
    else return;
    event.preventDefault();
  }

  /** To the nearest node or flow that way. */
  #step(from: SVGElement, direction: Direction): void {
    const all = [...this.#element.querySelectorAll<SVGElement>('[data-id][tabindex]')].filter((each) => each !== from);
    const boxes = all.map((each) => each.getBoundingClientRect());
    const found = neighbour(from.getBoundingClientRect(), boxes, direction);
    const next = found === undefined ? undefined : all[found];
    next?.focus({ preventScroll: true });
    if (next) this.#bringIn(next);
  }

  #cornerOf(target: EventTarget | null): Point {
    const box = target instanceof Element ? target.getBoundingClientRect() : this.#size();
    return { x: box.left, y: box.bottom };
  }

  panBy(dx: number, dy: number): void {
    this.#change((view) => pan(view, dx, dy));
  }

  #onWheel(event: WheelEvent): void {
    event.preventDefault();
    const distance = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * linesToPixels : event.deltaY;
    // A pinch on a touchpad arrives as a wheel with Ctrl held, in steps a tenth of a wheel's.
    const factor = Math.exp((-distance * (event.ctrlKey ? 10 : 1)) / wheelDistance);
    this.#change((view) => zoom(view, factor, this.#local(event)));
  }

  #onPointerDown(down: PointerEvent): void {
    if (down.button !== 0) return;
    const start = { x: down.clientX, y: down.clientY };
    const from = this.#view();
    const id = idOf(down.target);
    let dragging = false;
    const gesture = new AbortController();
    const options = { signal: gesture.signal };
    this.#element.addEventListener(
      'pointermove',
      (move) => {
        const [dx, dy] = [move.clientX - start.x, move.clientY - start.y];
        if (!dragging && Math.hypot(dx, dy) < dragThreshold) return;
        if (!dragging) {
          dragging = true;
          this.#element.setPointerCapture(down.pointerId);
          this.#element.classList.add('dragging');
        }
        if (from !== undefined) this.#change(() => pan(from, dx, dy));
      },
      options,
    );
    const end = (clicked: boolean): void => {
      gesture.abort();
      this.#element.classList.remove('dragging');
      if (clicked && !dragging && id !== undefined) this.#events.activate(id);
    };
    window.addEventListener('pointerup', () => end(true), options);
    window.addEventListener('pointercancel', () => end(false), options);
  }

  /** Brings an element that got the focus by keyboard onto the canvas. */
  #follow(target: EventTarget | null): void {
    if (target instanceof SVGElement && target.matches(':focus-visible')) this.#bringIn(target);
  }

  #bringIn(target: SVGElement): void {
    const [box, canvas] = [target.getBoundingClientRect(), this.#size()];
    const inside =
      box.left >= canvas.left && box.right <= canvas.right && box.top >= canvas.top && box.bottom <= canvas.bottom;
    if (inside) return;
    this.#change((view) =>
      pan(
        view,
        canvas.left + canvas.width / 2 - (box.left + box.width / 2),
        canvas.top + canvas.height / 2 - (box.top + box.height / 2),
      ),
    );
  }

  #local(event: MouseEvent): Point {
    const { left, top } = this.#size();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  #find(id: string): SVGElement | null {
    return this.#element.querySelector<SVGElement>(`[data-id="${CSS.escape(id)}"][tabindex]`);
  }
}

const keys: Readonly<Record<string, ((canvas: Canvas) => void) | undefined>> = {
  ArrowLeft: (canvas) => canvas.panBy(arrowStep, 0),
  ArrowRight: (canvas) => canvas.panBy(-arrowStep, 0),
  ArrowUp: (canvas) => canvas.panBy(0, arrowStep),
  ArrowDown: (canvas) => canvas.panBy(0, -arrowStep),
  '+': (canvas) => canvas.zoomBy(zoomStep),
  '=': (canvas) => canvas.zoomBy(zoomStep),
  '-': (canvas) => canvas.zoomBy(1 / zoomStep),
  '0': (canvas) => canvas.fit(),
};

const directions: Readonly<Record<string, Direction | undefined>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The identity of the node or flow that `target` is part of. */
function idOf(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest('[data-id]')?.getAttribute('data-id') ?? undefined;
}
