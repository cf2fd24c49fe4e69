/** What one document declares: names, scopes and statements, before any other document is looked at. O(statements). */
import type { Declaration, Flow, Property, Statement, Tree } from '../syntax/tree.ts';
import { pathText } from '../syntax/tree.ts';
import { nearest } from '../vocabulary/nearest.ts';
import type { Kind, Vocabulary } from '../vocabulary/vocabulary.ts';

export interface Declared {
  readonly statement: Declaration | Flow;
  readonly kind: Kind;
  /** The declaration it stands in. */
  readonly owner: Declared | undefined;
  /** The simple name; empty where there is none. */
  readonly name: string;
  readonly properties: readonly Property[];
  /** Whether it stands inside an option: it changes the model only where that option is looked at. */
  readonly overlay: boolean;
}

/** A word that is no kind. Where one letter makes it one, it is declared as that kind all the same. */
export interface UnknownKind {
  readonly statement: Declaration;
  readonly owner: Declared | undefined;
}

export interface Outline {
  readonly uri: string;
  readonly tree: Tree;
  /** In the order of the text, owners before what stands in them. */
  readonly declared: readonly Declared[];
  readonly unknownKinds: readonly UnknownKind[];
  /** Properties at the top of the file, which belong to nothing. */
  readonly stray: readonly Property[];
}

/** What has no block has no property: all of them share one list. */
const NONE: Property[] = [];

export function outlineOf(uri: string, tree: Tree, vocabulary: Vocabulary): Outline {
  const declared: Declared[] = [];
  const unknownKinds: UnknownKind[] = [];
  const stray: Property[] = [];

  const kindNames = [...vocabulary.kinds.keys()].filter((name) => name !== 'flow');

  const visit = (statements: readonly Statement[], owner: Declared | undefined, properties: Property[]): void => {
    for (const statement of statements) {
      if (statement.form === 'property') properties.push(statement);
      else if (statement.form !== 'junk') declare(statement, owner);
    }
  };

  const declare = (statement: Declaration | Flow, owner: Declared | undefined): void => {
    const kindName = statement.form === 'flow' ? 'flow' : statement.kind.name;
    const known = vocabulary.kinds.get(kindName);
    const isUnknown = !known || (kindName === 'flow' && statement.form === 'declaration');
    if (isUnknown && statement.form === 'declaration') unknownKinds.push({ statement, owner });
    // One slip of a key must not lose what stands inside, nor the name for all who refer to it.
    const kind = isUnknown ? vocabulary.kinds.get(nearest(kindName, kindNames, 1) ?? '') : known;
    if (!kind) return;
    const properties: Property[] = statement.block ? [] : NONE;
    const entry: Declared = {
      statement,
      kind,
      owner,
      name: statement.name ? pathText(statement.name) : '',
      properties,
      overlay: owner !== undefined && (owner.overlay || owner.kind.category === 'option'),
    };
    declared.push(entry);
    if (statement.block) visit(statement.block.statements, entry, properties);
  };

  visit(tree.statements, undefined, stray);
  return { uri, tree, declared, unknownKinds, stray };
}
