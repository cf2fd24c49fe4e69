import { env, l10n, Uri, type Webview } from 'vscode';

/**
 * The preview's HTML. The policy allows this page's own script and styles, by a nonce, and nothing else: no image, no
 * font, no connection, no inline handler and no style attribute.
 */
export function previewPage(webview: Webview, resources: Uri, document: Uri): string {
  const nonce = createNonce();
  const url = (file: string): string => webview.asWebviewUri(Uri.joinPath(resources, file)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(env.language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeAttribute(l10n.t('Faultline preview'))}</title>
  <link rel="stylesheet" nonce="${nonce}" href="${url('preview.css')}">
</head>
<body data-state="loading" data-uri="${escapeAttribute(document.toString())}">
  <div id="progress" role="progressbar" aria-label="${escapeAttribute(l10n.t('Drawing'))}" hidden></div>
  <header>
    <h1 id="title"></h1>
  </header>
  <main id="canvas" tabindex="0" role="group" aria-roledescription="${escapeAttribute(l10n.t('diagram'))}" aria-label="${escapeAttribute(l10n.t('Diagram of the project. Arrow keys move it, plus and minus zoom, zero fits it in, Tab reaches its elements.'))}"></main>
  <div id="placeholder" role="status">
    <div class="card when-loading">
      <div class="pulse" aria-hidden="true"><i></i><i></i><i></i></div>
      <p>${escapeAttribute(l10n.t('Drawing the project…'))}</p>
    </div>
    <div class="card when-problem">
      <h2>${escapeAttribute(l10n.t('There is no picture yet'))}</h2>
      <p id="placeholder-text"></p>
      <p class="actions"><button class="retry primary" type="button">${escapeAttribute(l10n.t('Try Again'))}</button><button class="show-log" type="button">${escapeAttribute(l10n.t('Show Log'))}</button></p>
    </div>
  </div>
  <div id="banner" role="status" hidden>
    <span id="banner-text"></span>
    <button class="retry" type="button">${escapeAttribute(l10n.t('Try Again'))}</button><button class="show-log" type="button">${escapeAttribute(l10n.t('Show Log'))}</button>
  </div>
  <div id="notice" role="status" hidden></div>
  <div id="toolbar" role="toolbar" aria-label="${escapeAttribute(l10n.t('Zoom'))}">
    <button id="zoom-out" type="button" title="${escapeAttribute(l10n.t('Zoom out (-)'))}" aria-label="${escapeAttribute(l10n.t('Zoom out'))}"></button>
    <output id="scale" aria-label="${escapeAttribute(l10n.t('Zoom level'))}"></output>
    <button id="zoom-in" type="button" title="${escapeAttribute(l10n.t('Zoom in (+)'))}" aria-label="${escapeAttribute(l10n.t('Zoom in'))}"></button>
    <button id="fit" type="button" title="${escapeAttribute(l10n.t('Fit in (0)'))}" aria-label="${escapeAttribute(l10n.t('Fit in'))}"></button>
  </div>
  <script nonce="${nonce}" src="${url('preview.js')}"></script>
</body>
</html>`;
}

export const escapeAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const nonceBytes = 16;

export const createNonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(nonceBytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
