/**
 * The preview's page: shows the drawing that the extension sends and says which element was chosen.
 *
 * Invariant: it knows no model and no language. It may be discarded whenever it is hidden: all that has to outlive
 * that is in the state that VS Code keeps.
 */
import { Canvas, zoomStep } from './canvas.ts';
import { icon, type IconName } from './icons.ts';
import { isPreviewState, isToPage, type FromPage, type PreviewState, type ToPage } from './messages.ts';
import { readSvg } from './svg.ts';
import type { View } from './viewport.ts';

interface Host {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: PageState): void;
}

interface PageState extends PreviewState {
  /** Of the drawing that `view` belongs to: another project's drawing starts fitted in. */
  readonly title?: string | undefined;
  readonly view?: View | undefined;
}

declare function acquireVsCodeApi(): Host;

/** A spinner for an answer that comes at once would only flicker. */
const patience = 200;
const noticeDuration = 4000;

const host = acquireVsCodeApi();
/** VS Code puts a script of its own into the page, so it matters whose nonce this is. */
const nonce = document.currentScript?.nonce ?? '';
let state = readState(host.getState());

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element ${id}.`);
  return found;
};

const parts = {
  title: element('title'),
  scale: element('scale'),
  progress: element('progress'),
  placeholder: element('placeholder'),
  placeholderText: element('placeholder-text'),
  banner: element('banner'),
  bannerText: element('banner-text'),
  notice: element('notice'),
};

const canvas = new Canvas(element('canvas'), state.view, {
  activate: (id) => host.postMessage({ type: 'locate', id }),
  viewChanged: (view, scale) => {
    parts.scale.textContent = `${Math.round(scale * 100)} %`;
    remember({ ...state, view });
  },
});

button('zoom-in', 'zoomIn', () => canvas.zoomBy(zoomStep));
button('zoom-out', 'zoomOut', () => canvas.zoomBy(1 / zoomStep));
button('fit', 'fit', () => canvas.fit());
for (const retry of document.querySelectorAll('.retry')) {
  retry.addEventListener('click', () => host.postMessage({ type: 'retry' }));
}
for (const log of document.querySelectorAll('.show-log')) {
  log.addEventListener('click', () => host.postMessage({ type: 'showLog' }));
}
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isToPage(data)) receive(data);
});
receive({ type: 'busy' });
host.postMessage({ type: 'ready' });

function receive(message: ToPage): void {
  switch (message.type) {
    case 'busy':
      setBusy(true);
      break;
    case 'notice':
      showNotice(message.message);
      break;
    case 'problem':
      setBusy(false);
      showProblem(message.message);
      break;
    case 'diagram':
      setBusy(false);
      showDiagram(message);
      break;
    case 'reveal':
      canvas.reveal(message.id);
      break;
  }
}

function showDiagram({ uri, svg, title }: Extract<ToPage, { type: 'diagram' }>): void {
  try {
    const drawing = readSvg(svg, nonce);
    if (state.title !== undefined && state.title !== title) canvas.fit();
    remember({ ...state, uri, title });
    canvas.show(drawing);
    parts.title.textContent = title;
    document.body.dataset['state'] = 'drawn';
    parts.banner.hidden = true;
  } catch (error) {
    showProblem(error instanceof Error ? error.message : String(error));
  }
}

/** The last good drawing stays: while somebody types, a model is often broken for a moment. */
function showProblem(message: string): void {
  if (document.body.dataset['state'] === 'drawn') {
    parts.bannerText.textContent = message;
    parts.banner.hidden = false;
  } else {
    document.body.dataset['state'] = 'problem';
    parts.placeholderText.textContent = message;
  }
}

let busyTimer: number | undefined;

function setBusy(busy: boolean): void {
  window.clearTimeout(busyTimer);
  if (busy) busyTimer = window.setTimeout(() => (parts.progress.hidden = false), patience);
  else parts.progress.hidden = true;
}

let noticeTimer: number | undefined;

function showNotice(message: string): void {
  window.clearTimeout(noticeTimer);
  parts.notice.textContent = message;
  parts.notice.hidden = false;
  noticeTimer = window.setTimeout(() => (parts.notice.hidden = true), noticeDuration);
}

function button(id: string, name: IconName, action: () => void): void {
  const target = element(id);
  target.append(icon(name));
  target.addEventListener('click', action);
}

function remember(next: PageState): void {
  state = next;
  host.setState(next);
}

function readState(value: unknown): PageState {
  if (!isPreviewState(value)) return { uri: document.body.dataset['uri'] ?? '' };
  const { uri, title, view } = value as PageState;
  const usable = typeof title === 'string' && [view?.x, view?.y, view?.scale].every(Number.isFinite);
  return usable ? { uri, title, view } : { uri };
}
