/**
 * The texts that the extension says while it runs, collected from its source into `l10n/bundle.l10n.json`, where translators
 * and VS Code find them. A translation stands beside it, as `bundle.l10n.<language>.json`.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { fromRoot } from './paths.ts';

export const bundleFile = fromRoot('l10n', 'bundle.l10n.json');

/** Each text, once, in the order of the alphabet. Throws where one is put together at run time: nobody could translate it. */
export function collectTexts(): string[] {
  const folder = fromRoot('client');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('webview'),
  );
  const texts = files.flatMap((file) => textsOf(file, readFileSync(path.join(folder, file), 'utf8')));
  return [...new Set(texts)].sort();
}

function textsOf(file: string, source: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(^|\.)l10n\.t$/.test(node.expression.getText(tree))) {
      const [text] = node.arguments;
      if (text === undefined || !ts.isStringLiteral(text))
        throw new Error(`client/${file}: l10n.t takes a text as it stands, not ${text?.getText(tree) ?? 'nothing'}.`);
      texts.push(text.text);
    }
    ts.forEachChild(node, visit);
  };
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest);
  visit(tree);
  return texts;
}

export function writeBundle(): void {
  mkdirSync(path.dirname(bundleFile), { recursive: true });
  const bundle = Object.fromEntries(collectTexts().map((text) => [text, text]));
  writeFileSync(bundleFile, `${JSON.stringify(bundle, null, 2)}\n`);
}

if (import.meta.main) writeBundle();
