/**
 * The panel in which failures are tried out: what happens, what follows in words, and the scenario that keeps it.
 * Invariant: it computes nothing; it asks, and shows what it is told. A trial survives that the page is discarded.
 */
import type { Happening, WhatIfEffects, WhatIfResult } from '../../server/protocol.ts';
import { elementOf, make, makeButton, withNames } from './dom.ts';
import { signs } from './effects.ts';
import {
  cutOff,
  isQuiet,
  linkOf,
  nothingHappens,
  subjectOf,
  toggleCut,
  toggleSlow,
  toggleStop,
  without,
} from './happening.ts';
import type { MenuItem } from './menu.ts';
import type { Trial } from './messages.ts';
import type { Words } from './words.ts';

/** A link that answers this late, in milliseconds, is slower than most deadlines allow. */
const slowLink = 2000;

interface Events {
  readonly ask: (trial: Trial) => void;
  /** Nothing is tried out any more. */
  readonly end: () => void;
  readonly keep: (happens: Happening) => void;
  readonly locate: (id: string) => void;
  readonly changed: (trial: Trial | undefined) => void;
}

export class WhatIf {
  readonly #panel = elementOf('what-if');
  readonly #body = elementOf('what-if-body');
  readonly #summary = elementOf('what-if-summary');
  readonly #words: Words;
  readonly #events: Events;
  #trial: Trial;
  #result: WhatIfResult | undefined;

  constructor(words: Words, trial: Trial | undefined, events: Events) {
    this.#words = words;
    this.#events = events;
    this.#trial = trial ?? { happens: nothingHappens };
    elementOf('what-if-close').addEventListener('click', () => this.close());
    elementOf('what-if-open').addEventListener('click', () => (this.isOpen ? this.close() : this.open()));
    if (trial) this.open();
  }

  get isOpen(): boolean {
    return !this.#panel.hidden;
  }

  get effects(): readonly WhatIfEffects[] {
    return this.isOpen ? (this.#result?.effects ?? []) : [];
  }

  open(): void {
    this.#panel.hidden = false;
    elementOf('what-if-open').setAttribute('aria-expanded', 'true');
    document.body.classList.add('trying');
    this.#ask(this.#trial);
  }

  close(): void {
    this.#panel.hidden = true;
    elementOf('what-if-open').setAttribute('aria-expanded', 'false');
    document.body.classList.remove('trying');
    this.#result = undefined;
    this.#trial = { happens: nothingHappens };
    this.#events.changed(undefined);
    this.#events.end();
    elementOf('what-if-open').focus();
  }

  /** A part of the picture was chosen: it fails, or does no more. Whether it can. */
  toggle(id: string): boolean {
    const [subject, link] = [subjectOf(id), linkOf(id)];
    if (link) this.#try(toggleCut(this.#happens, link));
    else if (subject) this.#try(toggleStop(this.#happens, { ...subject, disk: 'open' }));
    return link !== undefined || subject !== undefined;
  }

  /** What can be done with a part of the picture. */
  menu(id: string): MenuItem[] {
    const [subject, link] = [subjectOf(id), linkOf(id)];
    const words = this.#words;
    const item = (text: string, change: () => Happening): MenuItem => ({
      text,
      act: () => {
        if (!this.isOpen) this.open();
        this.#try(change());
      },
    });
    return [
      ...(subject
        ? [
            item(words.fail, () => toggleStop(this.#happens, { ...subject, disk: 'open' })),
            item(words.lose, () => toggleStop(this.#happens, { ...subject, disk: 'gone' })),
          ]
        : []),
      ...(subject?.id.startsWith('place:') === true
        ? [item(words.cutOff, () => cutOff(this.#happens, subject.id, this.#result?.places ?? []))]
        : []),
      ...(link
        ? [
            item(words.cut, () => toggleCut(this.#happens, link)),
            item(words.slow, () => toggleSlow(this.#happens, link, slowLink)),
          ]
        : []),
      { text: words.source, act: () => this.#events.locate(id.split(' in ')[0] ?? id) },
    ];
  }

  show(result: WhatIfResult): void {
    if (!this.isOpen) return;
    this.#result = result;
    const focused = document.activeElement?.getAttribute('data-key');
    this.#summary.textContent = this.#counted(result);
    this.#body.replaceChildren(...this.#parts(result));
    if (focused) this.#body.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  get #happens(): Happening {
    return this.#trial.scenario === undefined
      ? (this.#trial.happens ?? nothingHappens)
      : (this.#result?.happens ?? nothingHappens);
  }

  #try(happens: Happening): void {
    this.#ask({ happens });
  }

  #ask(trial: Trial): void {
    this.#trial = trial;
    this.#events.changed(trial);
    this.#events.ask(trial);
  }

  #counted({ effects }: WhatIfResult): string {
    const counts = new Map<string, number>();
    for (const { effects: own } of effects)
      for (const kind of new Set(own.map((effect) => effect.kind))) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const parts = Object.keys(signs).flatMap((kind) => {
      const count = counts.get(kind);
      return count === undefined ? [] : [`${this.#words[kind as keyof typeof signs]}: ${String(count)}`];
    });
    return parts.join(' · ');
  }

  #parts(result: WhatIfResult): HTMLElement[] {
    return [
      ...this.#controls(result),
      ...this.#story(result),
      ...this.#effects(result),
      ...this.#expectations(result),
      ...(isQuiet(result.happens) ? [] : [this.#endings(result)]),
    ];
  }

  #controls({ places, scenarios, steps }: WhatIfResult): HTMLElement[] {
    const words = this.#words;
    const parts: HTMLElement[] = [make('p', { class: 'hint' }, words.hint)];
    if (scenarios.length > 0) {
      const play = select('play', words.play, [{ id: '', name: words.play }, ...scenarios]);
      play.value = this.#trial.scenario ?? '';
      play.addEventListener('change', () => {
        this.#ask(play.value === '' ? { happens: nothingHappens } : { scenario: play.value });
      });
      parts.push(play);
    }
    const { scenario } = this.#trial;
    if (scenario !== undefined && steps > 1) {
      const at = this.#trial.steps ?? steps;
      const go = (to: number) => (): void => this.#ask({ scenario, steps: Math.max(0, Math.min(steps, to)) });
      parts.push(
        make(
          'div',
          { class: 'row' },
          makeButton('◂', go(at - 1), { 'aria-label': words.back, 'data-key': 'back' }),
          make('output', {}, words.steps.replace('{0}', String(at)).replace('{1}', String(steps))),
          makeButton('▸', go(at + 1), { 'aria-label': words.forward, 'data-key': 'forward' }),
        ),
      );
    }
    if (places.length > 0) parts.push(this.#placeControls(places));
    return parts;
  }

  #placeControls(places: WhatIfResult['places']): HTMLElement {
    const words = this.#words;
    const [one, other] = [select('place', words.place, places), select('other', words.and, places)];
    const second = places[1];
    if (second) other.value = second.id;
    const restore = this.#body.querySelector<HTMLSelectElement>('[data-key="place"]')?.value;
    const restoreOther = this.#body.querySelector<HTMLSelectElement>('[data-key="other"]')?.value;
    if (restore !== undefined) one.value = restore;
    if (restoreOther !== undefined) other.value = restoreOther;
    const stop = (disk: 'open' | 'gone') => (): void => this.#try(toggleStop(this.#happens, { id: one.value, disk }));
    const link = (): readonly [string, string] => [one.value, other.value];
    return make(
      'fieldset',
      {},
      make('legend', {}, words.place),
      one,
      make(
        'div',
        { class: 'row' },
        makeButton(words.fail, stop('open'), { 'data-key': 'fail' }),
        makeButton(words.lose, stop('gone'), { 'data-key': 'lose' }),
        makeButton(words.cutOff, () => this.#try(cutOff(this.#happens, one.value, places)), { 'data-key': 'cut-off' }),
      ),
      places.length > 1 && make('label', { class: 'between' }, words.between, other),
      places.length > 1 &&
        make(
          'div',
          { class: 'row' },
          makeButton(words.cut, () => this.#try(toggleCut(this.#happens, link())), { 'data-key': 'cut' }),
          makeButton(words.slow, () => this.#try(toggleSlow(this.#happens, link(), slowLink)), { 'data-key': 'slow' }),
        ),
    );
  }

  #story({ story, happens }: WhatIfResult): HTMLElement[] {
    if (story.length === 0) return [];
    const items = story.map((words, index) =>
      make(
        'li',
        {},
        make('span', {}, withNames(words)),
        makeButton('✕', () => this.#try(without(happens, index)), {
          'aria-label': `${this.#words.remove}: ${words.replaceAll('`', '')}`,
          class: 'remove',
        }),
      ),
    );
    return [make('h3', {}, this.#words.happens), make('ul', { class: 'story' }, ...items)];
  }

  #effects({ effects, happens }: WhatIfResult): HTMLElement[] {
    if (effects.length === 0) return isQuiet(happens) ? [] : [make('p', {}, this.#words.nothing)];
    return Object.entries(signs).flatMap(([kind, sign]) => {
      const items = effects.flatMap(({ id, name, effects: own }) =>
        own.filter((effect) => effect.kind === kind).map((effect) => this.#effect(id, name, effect)),
      );
      if (items.length === 0) return [];
      const title = `${this.#words[kind as keyof typeof signs]} (${String(items.length)})`;
      return [
        make('h3', { class: `fx-head fx-head-${kind}` }, make('span', { 'aria-hidden': 'true' }, sign), ` ${title}`),
        make('ul', { class: 'effects', 'data-effect': kind }, ...items),
      ];
    });
  }

  #effect(id: string, name: string, { text, because }: WhatIfEffects['effects'][number]): HTMLElement {
    const link = makeButton(name, () => this.#events.locate(id), { class: 'link', 'data-subject': id });
    return make(
      'li',
      {},
      link,
      ' ',
      withNames(text),
      because !== undefined && because !== '' && make('small', {}, withNames(because)),
    );
  }

  #expectations({ expectations }: WhatIfResult): HTMLElement[] {
    if (expectations.length === 0) return [];
    const items = expectations.map(({ text, verdict, because, scenario }) =>
      make(
        'li',
        { class: verdict },
        make('strong', {}, `${this.#words[verdict]}: `),
        makeButton(text, () => this.#events.locate(scenario), { class: 'link' }),
        make('small', {}, withNames(because)),
      ),
    );
    return [make('h3', {}, this.#words.expected), make('ul', { class: 'effects expected' }, ...items)];
  }

  #endings({ happens }: WhatIfResult): HTMLElement {
    return make(
      'div',
      { class: 'row endings' },
      makeButton(this.#words.keep, () => this.#events.keep(happens), { class: 'primary', 'data-key': 'keep' }),
      makeButton(this.#words.clear, () => this.#try(nothingHappens), { 'data-key': 'clear' }),
    );
  }
}

function select(
  key: string,
  label: string,
  options: readonly { readonly id: string; readonly name: string }[],
): HTMLSelectElement {
  return make(
    'select',
    { 'aria-label': label, 'data-key': key },
    ...options.map(({ id, name }) => make('option', { value: id }, name)),
  );
}
