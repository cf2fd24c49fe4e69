/** The renderer's style sheet as rules, and what they say of an element. Only what that style sheet uses: classes, names, descendants. */
import type { SvgElement } from './tree.ts';

export type Declarations = ReadonlyMap<string, string>;

interface Compound {
  readonly name: string | undefined;
  readonly classes: readonly string[];
}

export interface Rule {
  readonly selector: readonly Compound[];
  readonly declarations: Declarations;
  /** Classes count more than names. */
  readonly weight: number;
}

/** Media queries and states (`:focus`) are for screens. */
export function rulesOf(sheet: string): Rule[] {
  const rules = [...sheet.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selector = '', body = '']): Rule[] => {
    if (/[:@[]/.test(selector)) return [];
    const compounds = selector.trim().split(/\s+/).map(compoundOf);
    const weight = compounds.reduce((sum, { name, classes }) => sum + classes.length * 100 + (name ? 1 : 0), 0);
    return [{ selector: compounds, declarations: declarationsOf(body), weight }];
  });
  // Sorting is stable: of equal weight, the later rule wins.
  return rules.sort((a, b) => a.weight - b.weight);
}

function compoundOf(text: string): Compound {
  const [name, ...classes] = text.split('.');
  return { name: name === '' ? undefined : name, classes };
}

const declarationsOf = (body: string): Declarations =>
  new Map(
    body.split(';').flatMap((declaration) => {
      const colon = declaration.indexOf(':');
      return colon < 0 ? [] : [[declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim()] as const];
    }),
  );

/** @param path the element, last, and those around it. */
export function styleOf(path: readonly SvgElement[], rules: readonly Rule[]): Declarations {
  const style = new Map<string, string>();
  for (const { selector, declarations } of rules)
    if (matches(path, selector)) for (const [name, value] of declarations) style.set(name, value);
  return style;
}

/** Matching from the innermost outwards, each part as near as it goes, finds a match wherever there is one. */
function matches(path: readonly SvgElement[], selector: readonly Compound[]): boolean {
  let at = path.length - 1;
  for (let part = selector.length - 1; part >= 0; part--) {
    const compound = selector[part];
    if (!compound) return false;
    if (part < selector.length - 1) while (at >= 0 && !isOf(path[at], compound)) at--;
    if (!isOf(path[at], compound)) return false;
    at--;
  }
  return true;
}

const isOf = (element: SvgElement | undefined, { name, classes }: Compound): boolean =>
  element !== undefined &&
  (name === undefined || name === element.name) &&
  classes.every((c) => element.classes.has(c));
