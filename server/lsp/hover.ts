/** What is known about the word under the cursor. */
import { MarkupKind } from 'vscode-languageserver';
import type { Hover, Position } from 'vscode-languageserver';
import type { Clause, Property, Segment, Span, Statement } from '../../language/syntax/tree.ts';
import { matchAll } from '../../language/vocabulary/pattern.ts';
import type { Meaning, Pattern, Shape } from '../../language/vocabulary/pattern.ts';
import { clauseMeaning } from './completion.ts';
import { entityDocumentation, keyDocumentation, kindDocumentation } from './documentation.ts';
import { commentAt, placeAt } from './place.ts';
import { declaredBy, ownerOf, patternOf, subjectOf } from './subject.ts';
import type { Subject } from './subject.ts';
import { useAt } from './uses.ts';
import { offsetIn, pageOf, rangeIn } from './view.ts';
import type { Page, View } from './view.ts';

export function hover(view: View, uri: string, position: Position): Hover | null {
  const page = pageOf(view, uri);
  if (!page) return null;
  const offset = offsetIn(page, position);
  if (commentAt(page.document.outline.tree, offset)) return null;
  const found = nameAt(view, page, offset) ?? wordAt(view, page, offset);
  if (!found) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: found.markdown },
    range: rangeIn(page.document, found.span),
  };
}

interface Found {
  readonly markdown: string;
  readonly span: Span;
}

function nameAt(view: View, { document }: Page, offset: number): Found | undefined {
  const use = useAt(document, offset);
  const markdown = use && entityDocumentation(view, use.id);
  return use && markdown !== undefined ? { markdown, span: use } : undefined;
}

function wordAt(view: View, page: Page, offset: number): Found | undefined {
  const { statement } = placeAt(page.document.outline.tree, page.text, offset);
  const at = statement ?? statementStartingAt(page, offset);
  if (!at || at.form === 'junk') return undefined;
  if (at.form === 'property') return propertyWord(view, page, at, offset);
  const { project } = view;
  if (at.form === 'declaration' && holds(at.kind, offset)) {
    const kind = project.vocabulary.kinds.get(at.kind.name);
    return kind && { markdown: kindDocumentation(kind, project), span: at.kind };
  }
  if (at.edge && holds(at.edge.arrow, offset)) return arrowAt(view, page, at, at.edge.arrow);
  const clause = at.clauses.find(({ word }) => holds(word, offset));
  return clause && clauseWord(page, at, clause);
}

/** The place before a statement's first letter belongs to it. */
function statementStartingAt({ document, text }: Page, offset: number): Statement | undefined {
  return placeAt(document.outline.tree, text, offset + 1).statement;
}

/** What an arrow means, and what is known of the flow that it draws. */
function arrowAt(view: View, { document }: Page, statement: Statement, sign: Segment): Found {
  const declared = declaredBy(document, statement);
  const id = declared && subjectOf(view.project, document, declared).id;
  const known = id === undefined ? undefined : entityDocumentation(view, id);
  return { markdown: [arrow(sign), known].filter((part) => part !== undefined).join('\n\n'), span: sign };
}

const arrow = ({ name }: Segment): string =>
  name === '->'
    ? '`->` connects: the source waits for the answer.'
    : name === '~>'
      ? '`~>` connects: the source does not wait for the answer.'
      : '`<->` connects both ways.';

function clauseWord({ document }: Page, statement: Statement, clause: Clause): Found | undefined {
  const kinds = declaredBy(document, statement)?.kind.clauses;
  const { word } = clause;
  const targets = kinds && Object.hasOwn(kinds, word.name) ? kinds[word.name] : undefined;
  return targets && { markdown: `\`${clauseMeaning(word.name, targets)}\``, span: word };
}

function propertyWord(view: View, page: Page, property: Property, offset: number): Found | undefined {
  const { project } = view;
  const owner = ownerOf(page.document, property);
  const subject = owner && subjectOf(project, page.document, owner);
  if (!subject) return undefined;
  if (holds(property.key, offset)) {
    const key = project.vocabulary.keys.get(property.key.name);
    if (!key?.on.includes(subject.kind.name)) return undefined;
    return { markdown: keyDocumentation(property.key.name, key), span: property.key };
  }
  const pattern = patternOf(project, subject, property.key.name);
  return pattern && valueWord(view, property, pattern, subject, offset);
}

function valueWord(
  view: View,
  property: Property,
  pattern: Pattern<unknown>,
  subject: Subject,
  offset: number,
): Found | undefined {
  const index = property.terms.findIndex((term) => holds(term, offset));
  const term = property.terms[index];
  if (!term) return undefined;
  const { matching } = matchAll(pattern, property.terms, () => []);
  const meanings = matching.meanings.filter((each) => each.term === index);
  const meaning = meanings[meanings.length - 1]?.meaning;
  if (!meaning) return undefined;
  const markdown = meaningText(meaning, pattern.shape);
  if (meaning.type !== 'reference') return markdown === undefined ? undefined : { markdown, span: term };
  // A wildcard: the names before it have hovers of their own.
  if (term.type !== 'path' || term.segments[term.segments.length - 1]?.name !== '*') return undefined;
  const owner = term.segments.slice(0, -1).map(({ name }) => name);
  const { symbols } = view.project;
  const found = symbols.resolveNames(owner, subject.scope, meaning.kinds);
  if (!found.ok) return undefined;
  const members = symbols.members(found.symbol.qualified).filter(({ kind }) => meaning.kinds.includes(kind.name));
  const names = [...new Set(members.map(({ qualified }) => `\`${qualified}\``))].sort();
  return { markdown: `Stands for ${names.join(', ')}.`, span: term };
}

function meaningText(meaning: Meaning, shape: Shape): string | undefined {
  switch (meaning.type) {
    case 'word':
      return meaning.meaning === '' ? undefined : `**${meaning.word}**: ${meaning.meaning}`;
    case 'slot': {
      const description = slotIn(shape, meaning.slot);
      return `*${meaning.slot}*${description === undefined ? '' : `: ${description}`}`;
    }
    case 'reference':
      return undefined;
  }
}

function slotIn(shape: Shape, name: string): string | undefined {
  switch (shape.type) {
    case 'slot':
      return shape.name === name ? shape.meaning : undefined;
    case 'sequence':
    case 'choice':
      return shape.parts.map((part) => slotIn(part, name)).find((found) => found !== undefined);
    case 'optional':
    case 'list':
      return slotIn(shape.part, name);
    default:
      return undefined;
  }
}

const holds = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;
