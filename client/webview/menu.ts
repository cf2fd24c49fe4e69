/** A menu of what can be done with a part of the picture, by pointer and by keyboard. One is open at most. */
import { make } from './dom.ts';

export interface MenuItem {
  readonly text: string;
  readonly act: () => void;
}

let opened: HTMLElement | undefined;

export function openMenu(
  items: readonly MenuItem[],
  at: { readonly x: number; readonly y: number },
  label: string,
): void {
  closeMenu();
  const before = document.activeElement;
  const menu = make('div', { role: 'menu', class: 'menu', 'aria-label': label });
  const close = (): void => {
    closeMenu();
    if (before instanceof HTMLElement || before instanceof SVGElement) before.focus({ preventScroll: true });
  };
  for (const { text, act } of items) {
    const item = make('button', { type: 'button', role: 'menuitem', tabindex: '-1' }, text);
    item.addEventListener('click', () => {
      close();
      act();
    });
    menu.append(item);
  }
  menu.addEventListener('keydown', (event) => {
    const all = [...menu.querySelectorAll('button')];
    const now = all.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (next !== undefined) all[(next + all.length) % all.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) closeMenu();
  });
  document.body.append(menu);
  opened = menu;
  const { width, height } = menu.getBoundingClientRect();
  // By properties, not by an attribute: the page's policy knows no style attributes.
  menu.style.left = `${Math.max(0, Math.min(at.x, window.innerWidth - width - 4))}px`;
  menu.style.top = `${Math.max(0, Math.min(at.y, window.innerHeight - height - 4))}px`;
  menu.querySelector('button')?.focus();
}

export function closeMenu(): void {
  opened?.remove();
  opened = undefined;
}
