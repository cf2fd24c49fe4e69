/**
 * The page of an execution: the picture, and one step of it at a time with what each process holds then.
 *
 * Invariant: it knows no model and no language; which step is shown is all it keeps.
 */
import { fileFormats, isToExecutionPage, type FromExecutionPage, type ShownExecution } from './execution-messages.ts';
import { readSvg } from './svg.ts';

interface Host {
  postMessage(message: FromExecutionPage): void;
  getState(): unknown;
  setState(state: { readonly step: number }): void;
}

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const nonce = document.currentScript?.nonce ?? '';

const part = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element ${id}.`);
  return found;
};

const picture = part('picture');
const buttons = { first: part('first'), back: part('back'), forward: part('forward'), last: part('last') };

let execution: ShownExecution | undefined;
let current = 0;

const moves: Readonly<Record<string, () => number>> = {
  first: () => 0,
  back: () => current - 1,
  forward: () => current + 1,
  last: () => (execution?.steps.length ?? 1) - 1,
};
const keys: Readonly<Record<string, string>> = {
  ArrowLeft: 'back',
  ArrowUp: 'back',
  ArrowRight: 'forward',
  ArrowDown: 'forward',
  Home: 'first',
  End: 'last',
};

for (const [name, button] of Object.entries(buttons)) {
  button.addEventListener('click', () => go(moves[name]?.() ?? current));
}
for (const format of fileFormats) {
  part(`save-${format}`).addEventListener('click', () => host.postMessage({ type: 'save', format }));
}
document.addEventListener('keydown', (event) => {
  const move = moves[keys[event.key] ?? ''];
  if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  go(move());
});
picture.addEventListener('click', ({ target }) => choose(target));
picture.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' || event.key === ' ') choose(event.target);
});
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isToExecutionPage(data)) show(data);
});
host.postMessage({ type: 'ready' });

function show(next: ShownExecution): void {
  execution = next;
  part('title').textContent = next.title;
  part('conclusion').textContent = next.conclusion;
  picture.replaceChildren(readSvg(next.svg, nonce));
  document.body.dataset['state'] = 'shown';
  go(keptStep() ?? 0);
}

/** A step, or what a process stands for. */
function choose(target: EventTarget | null): void {
  if (!(target instanceof Element)) return;
  const step = target.closest('[data-step]')?.getAttribute('data-step');
  const id = target.closest('[data-id]')?.getAttribute('data-id');
  if (id !== null && id !== undefined) host.postMessage({ type: 'locate', id });
  else if (step !== null && step !== undefined) go(Number(step));
}

function go(to: number): void {
  if (!execution) return;
  const last = execution.steps.length - 1;
  current = Math.max(0, Math.min(last, to));
  host.setState({ step: current });
  for (const marked of picture.querySelectorAll('[data-step], [data-since]')) {
    const at = Number(marked.getAttribute('data-step') ?? marked.getAttribute('data-since'));
    marked.classList.toggle('later', at > current);
    marked.classList.toggle('now', at === current && marked.hasAttribute('data-step'));
  }
  const step = execution.steps[current];
  if (!step) return;
  part('count').textContent = `${current + 1} / ${execution.steps.length}`;
  part('sentence').textContent = step.sentence;
  document.body.classList.toggle('violates', step.violates);
  part('state').replaceChildren(
    ...step.state.map(({ process, holds, changed }) => {
      const row = document.createElement('tr');
      row.classList.toggle('changed', changed);
      const [name, value] = [document.createElement('th'), document.createElement('td')];
      name.scope = 'row';
      name.textContent = process;
      value.textContent = holds;
      row.append(name, value);
      return row;
    }),
  );
  setDisabled(buttons.first, current === 0);
  setDisabled(buttons.back, current === 0);
  setDisabled(buttons.forward, current === last);
  setDisabled(buttons.last, current === last);
  picture.querySelector('.now')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Not the attribute `disabled`: a button that loses the focus when it is pressed stops the keyboard. */
const setDisabled = (button: HTMLElement, disabled: boolean): void =>
  button.setAttribute('aria-disabled', String(disabled));

function keptStep(): number | undefined {
  const state = host.getState();
  const step = typeof state === 'object' && state !== null && 'step' in state ? state.step : undefined;
  return typeof step === 'number' ? step : undefined;
}
