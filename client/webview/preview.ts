/**
 * The preview's page: shows the drawing that the extension sends and says which element was chosen.
 *
 * Invariant: it knows no model and no language. It may be discarded whenever it is hidden: all that has to outlive
 * that is in the state that VS Code keeps.
 */
import { Canvas, zoomStep } from './canvas.ts';
import { icon, type IconName } from './icons.ts';
import { elementOf as element } from './dom.ts';
import { paintEffects } from './effects.ts';
import { openMenu } from './menu.ts';
import {
  isPreviewState,
  isToPage,
  isTrial,
  type FromPage,
  type PreviewState,
  type ToPage,
  type Trial,
} from './messages.ts';
import { readSvg } from './svg.ts';
import type { View } from './viewport.ts';
import { WhatIf } from './what-if.ts';
import { readWords } from './words.ts';

interface Host {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: PageState): void;
}

interface PageState extends PreviewState {
  /** Of the drawing that `view` belongs to: another project's drawing starts fitted in. */
  readonly title?: string | undefined;
  readonly view?: View | undefined;
  readonly trial?: Trial | undefined;
}

declare function acquireVsCodeApi(): Host;

/** A spinner for an answer that comes at once would only flicker. */
const patience = 200;
const noticeDuration = 4000;

const host = acquireVsCodeApi();
/** VS Code puts a script of its own into the page, so it matters whose nonce this is. */
const nonce = document.currentScript?.nonce ?? '';
let state = readState(host.getState());

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

const words = readWords(document.body.dataset['words']);
const canvas = new Canvas(element('canvas'), state.view, {
  // While failures are tried out a click lets fail; the menu still leads to the source.
  activate: (id) => {
    if (!whatIf.isOpen || !whatIf.toggle(id)) host.postMessage({ type: 'locate', id });
  },
  menu: (id, at) => openMenu(whatIf.menu(id), at, id),
  viewChanged: (view, scale) => {
    parts.scale.textContent = `${Math.round(scale * 100)} %`;
    remember({ ...state, view });
  },
});

const whatIf = new WhatIf(words, state.trial, {
  ask: (trial) => host.postMessage({ type: 'whatIf', trial }),
  end: () => {
    paint();
    host.postMessage({ type: 'endWhatIf' });
  },
  keep: (happens) => host.postMessage({ type: 'keep', happens }),
  locate: (id) => host.postMessage({ type: 'locate', id }),
  changed: (trial) => remember({ ...state, trial }),
});

function paint(): void {
  if (canvas.svg) paintEffects(canvas.svg, whatIf.effects, words as unknown as Readonly<Record<string, string>>);
}

const views = element('view') as HTMLSelectElement;
views.addEventListener('change', () => {
  remember({ ...state, shownView: views.value });
  canvas.fit();
  host.postMessage({ type: 'view', view: views.value });
});
const search = element('search') as HTMLInputElement;
search.addEventListener('keydown', ({ key }) => {
  if (key === 'Enter') search.setAttribute('aria-invalid', String(!canvas.find(search.value)));
});
const lock = element('lock');
const setLocked = (locked: boolean): void => lock.setAttribute('aria-pressed', String(locked));
setLocked(state.locked === true);
button('lock', 'lock', () => {
  const locked = state.locked !== true;
  remember({ ...state, locked });
  setLocked(locked);
  host.postMessage({ type: 'lock', locked });
});
button('export', 'export', () => host.postMessage({ type: 'export' }));
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
    case 'effects':
      whatIf.show(message.result);
      paint();
      break;
    case 'mark':
      canvas.mark(message.id);
      break;
    case 'reveal':
      canvas.reveal(message.id);
      break;
  }
}

function showDiagram({ uri, svg, title, views: all, view }: Extract<ToPage, { type: 'diagram' }>): void {
  try {
    const drawing = readSvg(svg, nonce);
    if (state.title !== undefined && state.title !== title) canvas.fit();
    remember({ ...state, uri, title });
    canvas.show(drawing);
    listViews(all, view);
    paint();
    parts.title.textContent = title;
    document.body.dataset['state'] = 'drawn';
    parts.banner.hidden = true;
  } catch (error) {
    showProblem(error instanceof Error ? error.message : String(error));
  }
}

function listViews(all: readonly { readonly name: string; readonly title: string }[], shown: string | undefined): void {
  views.replaceChildren(...all.map(({ name, title }) => new Option(title, name, false, name === shown)));
  views.hidden = all.length < 2;
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
  const { uri, title, view, shownView, locked, trial } = value as PageState;
  const kept = { uri, shownView, locked, trial: isTrial(trial) ? trial : undefined };
  const usable = typeof title === 'string' && [view?.x, view?.y, view?.scale].every(Number.isFinite);
  return usable ? { ...kept, title, view } : kept;
}
