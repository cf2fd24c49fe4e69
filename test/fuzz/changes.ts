/** Fixes and refactorings of damaged texts: each leaves a text that can be read, and keeps what it has to keep. */
import { isDeepStrictEqual } from 'node:util';
import type { Finding, Fix } from '../../language/model/finding.ts';
import type { Project } from '../../language/project/project.ts';
import { refactorings } from '../../language/refactorings/refactorings.ts';
import { withSafeFixes } from '../../language/refactorings/safe-fixes.ts';
import { textsAfter } from '../../language/refactorings/texts.ts';
import { applyFix, projectOf, strict } from '../support/project.ts';
import { differenceOf } from '../support/same-meaning.ts';
import { unsound } from '../support/soundness.ts';

/** Of the fixes and places of one round, so many are tried. */
const MOST_FIXES = 8;
const MOST_PLACES = 6;

type Texts = ReadonlyMap<string, string>;

export interface Failed {
  readonly what: string;
  readonly texts: Texts;
}

export function changeFailure(project: Project, texts: Texts, next: () => number): Failed | undefined {
  const fixes = project.findings().flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
  for (const { finding, fix } of some(fixes, MOST_FIXES, next)) {
    const failed = fixFailure(project, texts, finding, fix);
    if (failed) return failed;
  }
  return safeFixesFailure(project, texts) ?? refactoringFailure(project, texts, next);
}

function some<T>(items: readonly T[], most: number, next: () => number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, () => items[Math.floor(next() * items.length)] as T);
}

const syntaxProblems = (project: Project): number =>
  project.documents().reduce((sum, uri) => sum + (project.document(uri)?.outline.tree.problems.length ?? 0), 0);

function fixFailure(project: Project, texts: Texts, finding: Finding, fix: Fix): Failed | undefined {
  const after = applyFix(texts, fix);
  const fresh = projectOf(after, { config: strict, library: 'needed' });
  const fail = (what: string): Failed => ({ what: `“${fix.title}” of ${finding.id}: ${what}`, texts: after });
  const [problem] = unsound(fresh, after);
  if (problem !== undefined) return fail(problem);
  if (syntaxProblems(fresh) > syntaxProblems(project)) return fail('the text can no longer be read');
  const count = (of: Project): number =>
    of.findings().filter(({ rule, message }) => rule === finding.rule && message === finding.message).length;
  // Where a brace or a quote is open, what is put in may become part of it.
  if (syntaxProblems(project) === 0 && count(fresh) >= count(project)) return fail('the finding is still there');
  if (fix.safe && !isDeepStrictEqual(meantBy(project), meantBy(fresh)))
    return fail('it is not safe: the model changes');
  return undefined;
}

/** What counts of a model: of a key that is set twice, the first; what is accepted is no part of it. */
function meantBy(project: Project): unknown[] {
  return [...project.model.entities.values()]
    .filter(({ kind }) => kind !== 'accept')
    .map((entity) => ({
      ...entity,
      repeated: [],
      values: [...entity.values].map(([key, values]) => [key, entity.repeated.has(key) ? values.slice(0, 1) : values]),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function safeFixesFailure(project: Project, texts: Texts): Failed | undefined {
  const source = { project, textOf: (uri: string) => texts.get(uri) };
  for (const uri of texts.keys()) {
    const mended = withSafeFixes(source, uri, project.findings());
    if (mended === undefined) continue;
    const after = new Map([...texts, [uri, mended]]);
    const fresh = projectOf(after, { config: strict, library: 'needed' });
    const fail = (what: string): Failed => ({ what: `all safe fixes of ${uri}: ${what}`, texts: after });
    if (!isDeepStrictEqual(meantBy(project), meantBy(fresh))) return fail('the model changes');
    if (withSafeFixes({ project: fresh, textOf: (of) => after.get(of) }, uri, fresh.findings()) !== undefined)
      return fail('some are left');
  }
  return undefined;
}

function refactoringFailure(project: Project, texts: Texts, next: () => number): Failed | undefined {
  const source = { project, textOf: (uri: string) => texts.get(uri) };
  for (const [uri, text] of texts)
    for (let place = 0; place < MOST_PLACES; place++) {
      const [start, end] = [next(), next()]
        .map((share) => Math.floor(share * (text.length + 1)))
        .sort((a, b) => a - b) as [number, number];
      const selection = { uri, start, end: next() < 0.5 ? start : end };
      for (const offer of some(refactorings(source, selection), 2, next)) {
        const change = offer.change();
        if ('refused' in change) continue;
        const after = new Map([...texts, ...textsAfter(source, change)]);
        const [difference] = differenceOf(
          project,
          projectOf(after, { config: strict, library: 'needed' }),
          offer,
          change,
        );
        if (difference !== undefined) return { what: `“${offer.title}”: ${difference}`, texts: after };
      }
    }
  return undefined;
}
