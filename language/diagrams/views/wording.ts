/** Titles of built-in pictures. */
import type { Entity } from '../../model/model.ts';
import { titleOf } from './elements.ts';

/** `Payments: cost`, where the project is one system. */
export function ofProject(title: string, elements: readonly Entity[]): string {
  const system = titleOf(elements);
  return system === undefined ? title : `${system}: ${title.toLowerCase()}`;
}
