import { env, l10n, Uri, type Webview } from 'vscode';
import { createNonce, escapeAttribute as text } from './preview-page.ts';

/** The page of an execution, under the same policy as the preview's: its own script and styles, and nothing else. */
export function executionPage(webview: Webview, resources: Uri): string {
  const nonce = createNonce();
  const url = (file: string): string => webview.asWebviewUri(Uri.joinPath(resources, file)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  const step = (id: string, sign: string, title: string): string =>
    `<button id="${id}" type="button" title="${text(title)}" aria-label="${text(title)}">${sign}</button>`;
  return `<!DOCTYPE html>
<html lang="${text(env.language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${text(l10n.t('Execution'))}</title>
  <link rel="stylesheet" nonce="${nonce}" href="${url('execution.css')}">
</head>
<body>
  <header>
    <h1 id="title"></h1>
    <p id="conclusion"></p>
  </header>
  <main id="picture" tabindex="0" role="group" aria-label="${text(l10n.t('Execution. Arrow keys go from step to step, Home and End to the first and the last.'))}"></main>
  <aside>
    <div id="steps" role="toolbar" aria-label="${text(l10n.t('Steps'))}">
      ${step('first', '«', l10n.t('First step (Home)'))}
      ${step('back', '‹', l10n.t('Step back (←)'))}
      ${step('forward', '›', l10n.t('Step forward (→)'))}
      ${step('last', '»', l10n.t('Last step (End)'))}
      <output id="count"></output>
    </div>
    <p id="sentence" role="status"></p>
    <h2>${text(l10n.t('What each holds'))}</h2>
    <table><tbody id="state"></tbody></table>
    <h2>${text(l10n.t('Save as'))}</h2>
    <div id="files">
      <button id="save-svg" type="button">SVG</button>
      <button id="save-md" type="button">Markdown</button>
      <button id="save-json" type="button">JSON</button>
    </div>
  </aside>
  <script nonce="${nonce}" src="${url('execution.js')}"></script>
</body>
</html>`;
}
