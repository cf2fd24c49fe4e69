/**
 * Text to `Tree`. The generated parser does the reading; this file turns its nodes into plain data.
 * Time and memory are linear in the text.
 */
import type { IToken } from 'chevrotain';
import type {
  AstNode,
  CompositeCstNode,
  CstNode,
  LangiumParser,
  LeafCstNode,
  Module,
  PartialLangiumCoreServices,
  LangiumCoreServices,
} from 'langium';
import {
  createDefaultCoreModule,
  createDefaultSharedCoreModule,
  CstNodeBuilder,
  EmptyFileSystem,
  inject,
} from 'langium';
import { ArchGeneratedModule, ArchGeneratedSharedModule } from '../generated/parser/module.ts';
import type * as ast from '../generated/parser/ast.ts';
import { ArchLexer, ArchTokenBuilder } from './lexer.ts';
import type { ArchLexingReport } from './lexer.ts';
import { lineStartsOf } from './lines.ts';
import { kept } from './lists.ts';
import { reparse } from './reparse.ts';
import type { Parsed } from './reparse.ts';
import type {
  Block,
  Clause,
  Comment,
  Edge,
  PathTerm,
  Segment,
  Statement,
  StringTerm,
  SyntaxProblem,
  Term,
  Tree,
} from './tree.ts';

/** A larger file is not read: 16 MiB is about 300,000 statements, far above what people write or tools generate. */
export const MAX_FILE_LENGTH = 16 * 1024 * 1024;

export interface Parser {
  /** @param before what was parsed last of the same document: what an edit leaves alone is taken over from there. */
  parse(text: string, before?: Parsed): Tree;
}

const syntaxModule: Module<LangiumCoreServices, PartialLangiumCoreServices> = {
  parser: {
    TokenBuilder: () => new ArchTokenBuilder(),
    Lexer: (services) => new ArchLexer(services),
  },
};

export function createParser(): Parser {
  const shared = inject(createDefaultSharedCoreModule(EmptyFileSystem), ArchGeneratedSharedModule);
  const services = inject(createDefaultCoreModule({ shared }), ArchGeneratedModule, syntaxModule);
  const parser: LangiumParser = services.parser.LangiumParser;
  lookForNoHiddenNodes(parser);
  const parseWhole = (text: string): Tree => {
    const result = parser.parse<ast.Document>(text);
    const report = result.lexerReport as ArchLexingReport | undefined;
    const builder = new TreeBuilder(text, report?.comments ?? []);
    const statements = builder.statements(result.value.statements);
    const problems = [...(report?.problems ?? []), ...builder.problems].sort(
      (a, b) => a.start - b.start || a.end - b.end,
    );
    return { statements, comments: builder.comments, problems, lineStarts: lineStartsOf(text), length: text.length };
  };
  return {
    parse: (text, before) =>
      text.length > MAX_FILE_LENGTH
        ? tooLarge(text)
        : ((before && reparse(before, text, parseWhole)) ?? parseWhole(text)),
  };
}

/**
 * The lexer hands no comments on, yet the parser looks for their place before each statement's first token, among all the
 * statements before it: in a file of 200,000 that was half of the time.
 */
function lookForNoHiddenNodes(parser: LangiumParser): void {
  const builder: unknown = Reflect.get(parser, 'nodeBuilder');
  if (builder instanceof CstNodeBuilder) builder.addHiddenNodes = () => undefined;
}

function tooLarge(text: string): Tree {
  const message = `This file holds ${String(text.length)} characters; files above ${String(MAX_FILE_LENGTH)} are not read. Split it: all files of a project form one model.`;
  return {
    statements: [],
    comments: [],
    problems: [{ code: 'too-large', start: 0, end: 0, message }],
    lineStarts: lineStartsOf(text),
    length: text.length,
  };
}

class TreeBuilder {
  readonly comments: readonly Comment[];
  readonly problems: SyntaxProblem[] = [];
  private readonly text: string;
  private nextComment = 0;
  /** Files say the same few words over and over: each is kept once. */
  private readonly words = new Map<string, string>();
  private readonly wordOf: WordOf = (leaf) => this.once(leaf.text);

  constructor(text: string, comments: readonly IToken[]) {
    this.text = text;
    this.comments = comments.map((token) => ({
      text: token.image,
      start: token.startOffset,
      end: token.startOffset + token.image.length,
    }));
  }

  private once(word: string): string {
    const known = this.words.get(word);
    if (known === undefined) this.words.set(word, word);
    return known ?? word;
  }

  statements(nodes: readonly ast.Statement[]): Statement[] {
    return nodes.map((node) => this.statement(node));
  }

  private statement(node: ast.Statement): Statement {
    const cst = cstOf(node);
    const leaves = leavesOf(cst);
    const first = leaves[0];
    const last = leaves[leaves.length - 1];
    // A node finds its offset by going down to its first leaf, so it is asked only where that is not at hand.
    const start = first?.offset ?? cst.offset;
    const documentation = this.documentationBefore(start);
    const blockNode: ast.Block | undefined = node.block;
    const block = blockNode ? this.block(blockNode) : undefined;
    const headEnd = last ? endOf(last) : start;
    const base = {
      start,
      end: block ? block.end : headEnd,
      headEnd,
      ...(block && { block }),
    };
    switch (node.$type) {
      case 'Property':
        return this.property(base, leaves);
      case 'Declaration':
        return {
          form: 'declaration',
          ...base,
          ...this.declarationHead(leaves),
          ...(documentation && { documentation }),
        };
      case 'Flow': {
        const reader = new HeadReader(termsOf(leaves, 0, this.wordOf));
        const source = reader.path();
        const edge = source && this.edge(source, reader);
        if (!source || !edge) return { form: 'junk', ...base };
        return { form: 'flow', ...base, edge, ...reader.head(), ...(documentation && { documentation }) };
      }
      case 'Junk':
        return { form: 'junk', ...base };
    }
  }

  private property(base: Omit<Statement & { form: 'junk' }, 'form'>, leaves: readonly LeafCstNode[]): Statement {
    const colon = leaves.findIndex((leaf) => leaf.text === ':');
    const start = base.start;
    const end = colon > 0 ? endOf(leaves[colon - 1] as LeafCstNode) : base.headEnd;
    const key: Segment = { name: this.once(this.text.slice(start, end).replace(/\s/g, '')), start, end };
    return { form: 'property', ...base, key, terms: termsOf(leaves, colon + 1, this.wordOf) };
  }

  private declarationHead(
    leaves: readonly LeafCstNode[],
  ): Omit<Statement & { form: 'declaration' }, 'form' | 'start' | 'end' | 'headEnd'> {
    const kindLeaf = leaves[0];
    const kind: Segment = kindLeaf
      ? { name: this.wordOf(kindLeaf), start: kindLeaf.offset, end: endOf(kindLeaf) }
      : { name: '', start: 0, end: 0 };
    const reader = new HeadReader(termsOf(leaves, 1, this.wordOf));
    const path = reader.path() ?? reader.number();
    const edge = path && reader.atArrow() ? this.edge(path, reader) : undefined;
    if (edge) return { kind, edge, ...reader.head() };
    return { kind, ...(path && { name: reader.ruleName(path) }), ...reader.rest() };
  }

  private edge(source: PathTerm, reader: HeadReader): Edge | undefined {
    const arrow = reader.arrow();
    if (!arrow) return undefined;
    const target = reader.path();
    if (target) return { source, arrow, target };
    this.problems.push({
      code: 'missing-target',
      start: arrow.start,
      end: arrow.end,
      message: `This \`${arrow.name}\` points at nothing: write the name of the element that the flow goes to.`,
    });
    return { source, arrow };
  }

  private block(node: ast.Block): Block {
    const cst = cstOf(node);
    return { start: cst.offset, end: cst.offset + cst.length, statements: this.statements(node.statements) };
  }

  /** The `/** … *\/` comment that ends directly before `offset`. Called with rising offsets. */
  private documentationBefore(offset: number): string | undefined {
    while (this.nextComment < this.comments.length && (this.comments[this.nextComment] as Comment).end <= offset)
      this.nextComment++;
    const comment = this.comments[this.nextComment - 1];
    if (!comment?.text.startsWith('/**') || comment.text.length < 5) return undefined;
    if (this.text.slice(comment.end, offset).trim() !== '') return undefined;
    return comment.text
      .slice(3, -2)
      .split(/\r?\n/)
      .map((line) => line.replace(/^\s*\* ?/, '').trim())
      .join('\n')
      .trim();
  }
}

/** The rest of a head: title, clauses, and what fits nowhere. */
interface Rest {
  readonly title?: StringTerm;
  readonly clauses: readonly Clause[];
  readonly rest: readonly Term[];
}

/** Most heads have none of either: they share one list. */
/** Reads the terms of a declaration's or flow's head in order. */
class HeadReader {
  private readonly terms: readonly Term[];
  private at = 0;

  constructor(terms: readonly Term[]) {
    this.terms = terms;
  }

  atArrow(): boolean {
    return isArrow(this.terms[this.at]);
  }

  arrow(): Segment | undefined {
    const term = this.terms[this.at];
    if (!isArrow(term)) return undefined;
    this.at++;
    return { name: term.value, start: term.start, end: term.end };
  }

  path(): PathTerm | undefined {
    const term = this.terms[this.at];
    if (term?.type !== 'path') return undefined;
    this.at++;
    return term;
  }

  /** A whole number where a name is expected, as in `case 1`: products name settings so. */
  number(): PathTerm | undefined {
    const term = this.terms[this.at];
    if (term?.type !== 'number' || term.unit !== '' || isArrow(this.terms[this.at + 1])) return undefined;
    this.at++;
    const { start, end } = term;
    return { type: 'path', start, end, segments: [{ name: String(term.value), start, end }] };
  }

  /** `area/name`, as in `accept area/name on element`, is one name. */
  ruleName(path: PathTerm): PathTerm {
    const slash = this.terms[this.at];
    const tail = this.terms[this.at + 1];
    if (slash?.type !== 'punctuation' || slash.value !== '/' || tail?.type !== 'path') return path;
    this.at += 2;
    const name = `${path.segments.map((s) => s.name).join('.')}/${tail.segments.map((s) => s.name).join('.')}`;
    return { type: 'path', start: path.start, end: tail.end, segments: [{ name, start: path.start, end: tail.end }] };
  }

  /** Name, title and clauses, after an edge. */
  head(): { name?: PathTerm } & Rest {
    const next = this.terms[this.at];
    const after = this.terms[this.at + 1];
    // `a -> b place` names the flow; `a -> b via c` would be a clause, told apart by the path that follows.
    const name = next?.type === 'path' && after?.type !== 'path' ? this.path() : undefined;
    return { ...(name && { name }), ...this.rest() };
  }

  /** Title and clauses. */
  rest(): Rest {
    const clauses: Clause[] = [];
    const rest: Term[] = [];
    let title: StringTerm | undefined;
    for (; this.at < this.terms.length; this.at++) {
      const term = this.terms[this.at] as Term;
      const next = this.terms[this.at + 1];
      if (term.type === 'string' && !title && clauses.length === 0) title = term;
      else if (term.type === 'path' && term.segments.length === 1) {
        const word = term.segments[0] as Segment;
        const target = next?.type === 'path' ? next : undefined;
        if (target) this.at++;
        clauses.push({ word, start: word.start, end: (target ?? word).end, ...(target && { target }) });
      } else rest.push(term);
    }
    return {
      ...(title && { title }),
      clauses: kept(clauses),
      rest: kept(rest),
    };
  }
}

const isArrow = (term: Term | undefined): term is Term & { type: 'punctuation' } =>
  term?.type === 'punctuation' && (term.value === '->' || term.value === '~>' || term.value === '<->');

type WordOf = (leaf: LeafCstNode) => string;

function termsOf(leaves: readonly LeafCstNode[], from: number, wordOf: WordOf): readonly Term[] {
  const terms: Term[] = [];
  for (let i = from; i < leaves.length; i++) {
    const leaf = leaves[i] as LeafCstNode;
    const start = leaf.offset;
    const end = endOf(leaf);
    const { text } = leaf;
    switch (leaf.tokenType.name) {
      case 'STRING':
        terms.push({ type: 'string', value: unescape(text.slice(1, -1)), start, end });
        break;
      case 'OPEN_STRING':
        terms.push({ type: 'string', value: unescape(text.slice(1)), start, end });
        break;
      case 'DATE':
        terms.push({ type: 'date', value: text, start, end });
        break;
      case 'TIME':
        terms.push({ type: 'time', value: text, start, end });
        break;
      case 'NUMBER':
        terms.push(numberTerm(text, start, end));
        break;
      case 'ARROW':
      case 'PUNCTUATION':
        terms.push({ type: 'punctuation', value: text, start, end });
        break;
      default: {
        const path = pathFrom(leaves, i, wordOf);
        terms.push(path.term);
        i = path.last;
      }
    }
  }
  return kept(terms);
}

function pathFrom(leaves: readonly LeafCstNode[], first: number, wordOf: WordOf): { term: PathTerm; last: number } {
  const segments: Segment[] = [segmentOf(leaves[first] as LeafCstNode, wordOf)];
  let last = first;
  for (;;) {
    const dot = leaves[last + 1];
    const member = leaves[last + 2];
    if (dot?.text !== '.' || !member || !isMember(member)) break;
    segments.push(segmentOf(member, wordOf));
    last += 2;
  }
  const start = (segments[0] as Segment).start;
  return {
    term: { type: 'path', segments: kept(segments), start, end: (segments[segments.length - 1] as Segment).end },
    last,
  };
}

const isMember = (leaf: LeafCstNode): boolean =>
  leaf.tokenType.name === 'WORD' || leaf.tokenType.name === 'NUMBER' || leaf.text === '*';
const segmentOf = (leaf: LeafCstNode, wordOf: WordOf): Segment => ({
  name: wordOf(leaf),
  start: leaf.offset,
  end: endOf(leaf),
});
const endOf = (leaf: LeafCstNode): number => leaf.offset + leaf.length;

function numberTerm(text: string, start: number, end: number): Term {
  let digits = 0;
  while (digits < text.length && /[\d_.]/.test(text.charAt(digits))) digits++;
  return {
    type: 'number',
    value: Number(text.slice(0, digits).replace(/_/g, '')),
    unit: text.slice(digits),
    start,
    end,
  };
}

function unescape(text: string): string {
  return text.includes('\\')
    ? text.replace(/\\(.)/gs, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : c))
    : text;
}

function cstOf(node: AstNode): CompositeCstNode {
  return node.$cstNode as CompositeCstNode;
}

/** The tokens of a statement up to its block; braces and ends made by the lexer carry no text and are left out. */
function leavesOf(cst: CompositeCstNode): LeafCstNode[] {
  // The rule `Statement` only chooses: its node wraps the chosen rule's.
  const only = cst.content.length === 1 ? cst.content[0] : undefined;
  if (only && isComposite(only)) return leavesOf(only);
  const leaves: LeafCstNode[] = [];
  for (const child of cst.content) if (!isComposite(child) && child.length > 0) leaves.push(child as LeafCstNode);
  return leaves;
}

const isComposite = (node: CstNode): node is CompositeCstNode => 'content' in node;
