import { l10n, type Uri, type Webview } from 'vscode';
import { escapeAttribute as text, webviewPage } from './webview-page.ts';

/** The page of an execution. */
export function executionPage(webview: Webview, resources: Uri): string {
  const step = (id: string, sign: string, title: string): string =>
    `<button id="${id}" type="button" title="${text(title)}" aria-label="${text(title)}">${sign}</button>`;
  return webviewPage(webview, resources, {
    name: 'execution',
    title: l10n.t('Execution'),
    body: `  <header>
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
  </aside>`,
  });
}
