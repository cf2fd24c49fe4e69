/**
 * The statements of an option as plain data. Inside an option names stand under the option's own; where the option is
 * taken, they stand where the decision does. O(contributions of the document), once for each of its options.
 */
import { pathText } from '../syntax/tree.ts';
import type { Contribution, LinkedDocument } from './linked.ts';
import type { OverlayStatement } from './model.ts';
import { withReferences } from './references.ts';
import { headOf, valuesOf } from './said.ts';
import { qualifiedName } from './symbols.ts';
import type { Id } from './symbols.ts';
import { textOfTerms } from './wording.ts';

export const overlayId = (option: string, word: string, id: Id): Id => `overlay:${option}/${word}/${id}`;

/** The qualified name of the option that an overlay's id belongs to; undefined: it is no such id. */
export const optionOf = (id: Id): string | undefined =>
  id.startsWith('overlay:') ? id.slice('overlay:'.length, id.indexOf('/')) : undefined;

/** What the option that this contribution declares does to the model, in the order of the text. */
export function statementsOf(option: Contribution, document: LinkedDocument | undefined): readonly OverlayStatement[] {
  const name = qualifiedName(option.id);
  const decision = option.parent === undefined ? undefined : document?.contributions.get(option.parent)?.[0];
  const said = [...(document?.contributions ?? [])].flatMap(([id, list]) =>
    optionOf(id) === name
      ? list.map((contribution) => ({ id: id.slice(id.indexOf('/', id.indexOf('/') + 1) + 1), contribution }))
      : [],
  );
  said.sort((a, b) => a.contribution.declared.statement.start - b.contribution.declared.statement.start);
  const place = new Place(name, option.id, decision?.parent);
  return said.map(({ id, contribution }) =>
    statementOf(place.unnumbered(place.idOf(id)), contribution, place, document?.uri ?? ''),
  );
}

function statementOf(id: Id, contribution: Contribution, place: Place, uri: string): OverlayStatement {
  const { declared, clauses } = contribution;
  const { statement } = declared;
  const end = (of: Id | undefined): Id | undefined => (of === undefined ? undefined : place.idOf(of));
  const head = headOf(id, contribution);
  const says = {
    ...head,
    name: declared.kind.continues && statement.name ? (pathText(statement.name).split('.').at(-1) ?? '') : head.name,
    parent: place.parentOf(contribution.parent),
    source: end(contribution.source),
    target: end(contribution.target),
    clauses: Object.fromEntries(Object.entries(clauses).map(([key, to]) => [key, place.idOf(to)])),
    ...valuesOf([{ uri, contribution }]),
    // Those of the option: it may move to another file and do the same.
    uris: [],
    declarations: 1,
  };
  const corrected = withReferences(
    says,
    ({ ids }) => place.idsOf(ids),
    () => true,
  );
  return { verb: verbs.get(declared.kind.name) ?? 'declare', says: corrected, written: writtenIn(contribution) };
}

function writtenIn({ properties }: Contribution): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, string[]>();
  for (const { key, property } of properties) {
    const text = textOfTerms(property.terms);
    const known = lines.get(key);
    if (known) known.push(text);
    else lines.set(key, [text]);
  }
  return lines;
}

const verbs = new Map<string, OverlayStatement['verb']>([
  ['extend', 'extend'],
  ['replace', 'replace'],
  ['remove', 'remove'],
]);

/** Where an option's statements stand once it is taken. */
class Place {
  private readonly option: string;
  private readonly optionId: Id;
  /** The qualified name of what the decision stands in; empty at the top of a file. */
  private readonly scope: string;
  private readonly around: Id | undefined;
  private readonly counts = new Map<Id, number>();

  constructor(option: string, optionId: Id, around: Id | undefined) {
    this.option = option;
    this.optionId = optionId;
    this.scope = option.split('.').slice(0, -2).join('.');
    this.around = around;
  }

  parentOf(parent: Id | undefined): Id | undefined {
    if (parent === this.optionId) return this.around;
    return parent === undefined ? undefined : this.idOf(parent);
  }

  /** Ids are made of qualified names: those of flows and links of two. */
  idOf(id: Id): Id {
    if (!id.includes(this.option)) return id;
    const colon = id.indexOf(':');
    const names = id.slice(colon + 1).split(/(<->|->)/);
    return `${id.slice(0, colon)}:${names.map((name) => this.nameOf(name)).join('')}`;
  }

  idsOf(ids: readonly Id[]): readonly Id[] {
    const renamed = ids.map((id) => this.idOf(id));
    return renamed.every((id, i) => id === ids[i]) ? ids : renamed;
  }

  /** Flows without a name are counted by document; here, by option. */
  unnumbered(id: Id): Id {
    if (!id.includes('->')) return id;
    const plain = id.replace(/#\d+$/, '');
    const count = (this.counts.get(plain) ?? 0) + 1;
    this.counts.set(plain, count);
    return count === 1 ? plain : `${plain}#${String(count)}`;
  }

  private nameOf(name: string): string {
    if (name === this.option) return this.scope;
    if (!name.startsWith(`${this.option}.`)) return name;
    const rest = name.slice(this.option.length + 1);
    return this.scope === '' ? rest : `${this.scope}.${rest}`;
  }
}
