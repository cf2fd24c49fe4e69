/** What holds of every project, whatever its texts are. */
import type { Finding } from '../../language/model/finding.ts';
import type { Project } from '../../language/project/project.ts';
import type { Statement, Tree } from '../../language/syntax/tree.ts';

/** What is wrong with a project's findings and trees; nothing, if all is well. */
export function unsound(project: Project, texts: ReadonlyMap<string, string>): string[] {
  const ids = new Set<string>();
  const problems: string[] = [];
  for (const finding of project.findings()) {
    if (ids.has(finding.id)) problems.push(`two findings are called ${finding.id}`);
    ids.add(finding.id);
    problems.push(...placesOf(finding).flatMap(([what, uri, range]) => outside(what, texts.get(uri), range)));
  }
  for (const uri of project.documents()) {
    const tree = project.document(uri)?.outline.tree;
    if (tree)
      problems.push(...misnested(tree.statements, 0, tree.length), ...misplacedLines(tree, texts.get(uri) ?? ''));
  }
  return problems;
}

function placesOf(finding: Finding): [string, string, Finding['range']][] {
  const name = finding.rule;
  return [
    [name, finding.uri, finding.range],
    ...finding.related.map((r): [string, string, Finding['range']] => [`${name} (related)`, r.uri, r.range]),
    ...finding.fixes.flatMap((fix) =>
      fix.edits.map((e): [string, string, Finding['range']] => [`${name} (fix)`, e.uri, e.range]),
    ),
  ];
}

function outside(what: string, text: string | undefined, { start, end }: Finding['range']): string[] {
  // The library's texts are not at hand here.
  if (text === undefined) return [];
  const lines = text.split(/\r\n|\n|\r/);
  const valid = [start, end].every(
    ({ line, character }) => character >= 0 && character <= (lines[line]?.length ?? -1) + 2,
  );
  const ordered = start.line < end.line || (start.line === end.line && start.character <= end.character);
  return valid && ordered ? [] : [`${what} stands at ${JSON.stringify({ start, end })}, outside of the text`];
}

/** Statements follow each other, inside what they stand in. */
function misnested(statements: readonly Statement[], from: number, to: number): string[] {
  let at = from;
  return statements.flatMap((statement) => {
    const { start, end, headEnd, block } = statement;
    const problems =
      start >= at && headEnd >= start && end >= headEnd && end <= to
        ? []
        : [`a ${statement.form} stands at ${String(start)}-${String(end)}, not in ${String(at)}-${String(to)}`];
    at = end;
    return block ? [...problems, ...misnested(block.statements, block.start, block.end)] : problems;
  });
}

const misplacedLines = (tree: Tree, text: string): string[] =>
  tree.length === text.length &&
  tree.lineStarts.every((start, i, all) => start <= text.length && (i === 0 || start > (all[i - 1] ?? 0)))
    ? []
    : ['the lines of the tree are not those of the text'];
