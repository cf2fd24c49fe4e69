/** A flow without a name gets one, after what it connects: others can refer to it then, and its findings keep their identity. */
import { lostMeaning } from './meaning.ts';
import { pathText } from '../syntax/tree.ts';
import type { PathTerm } from '../syntax/tree.ts';
import type { Change, Refactoring } from './refactoring.ts';
import { declaredBy, selectedIn } from './selection.ts';

export const nameFlow: Refactoring = (source, selection) => {
  const { project } = source;
  const document = project.document(selection.uri);
  if (!document) return [];
  const [statement, another] = selectedIn(document.outline.tree, selection).statements;
  if (statement?.form !== 'flow' || another || selection.end > statement.headEnd) return [];
  const { edge, name, clauses, rest } = statement;
  const { target } = edge;
  // A word that fits nowhere would be read together with the name.
  if (name || !target || clauses.length > 0 || rest.length > 0) return [];
  const declared = declaredBy(document, statement);
  if (!declared) return [];
  const scope = project.symbols.scopesOf(document.uri).get(declared) ?? '';
  const free = freeName(
    `${lastOf(edge.source)}-to-${lastOf(target)}`,
    (each) => project.symbols.first(`flow:${scope === '' ? each : `${scope}.${each}`}`) === undefined,
  );
  return [
    {
      title: `Name this flow \`${free}\``,
      kind: 'rewrite',
      change: () => {
        const at = target.end;
        const change: Change = {
          edits: [{ uri: document.uri, start: at, end: at, newText: ` ${free}` }],
          files: [],
        };
        const lost = lostMeaning(source, change, { renames: true });
        return lost === undefined
          ? change
          : {
              refused: `This flow cannot be named \`${free}\`: ${lost} Write a name of your own behind \`${pathText(target)}\`.`,
            };
      },
    },
  ];
};

const lastOf = ({ segments }: PathTerm): string => segments[segments.length - 1]?.name ?? '';

/** The name, or the name with the first number from 2 that is not taken. */
export function freeName(name: string, isFree: (name: string) => boolean): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${String(number)}`;
    if (isFree(candidate)) return candidate;
  }
}
