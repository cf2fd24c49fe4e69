import { l10n, type Uri, type Webview } from 'vscode';
import type { Words } from '../webview/words.ts';
import { escapeAttribute, webviewPage } from './webview-page.ts';

/** The preview's HTML. */
export function previewPage(webview: Webview, resources: Uri, document: Uri): string {
  return webviewPage(webview, resources, {
    name: 'preview',
    title: l10n.t('Faultline preview'),
    attributes: ` data-state="loading" data-uri="${escapeAttribute(document.toString())}" data-words="${escapeAttribute(JSON.stringify(words()))}"`,
    body: `  <div id="progress" role="progressbar" aria-label="${escapeAttribute(l10n.t('Drawing'))}" hidden></div>
  <header>
    <h1 id="title"></h1>
    <select id="view" aria-label="${escapeAttribute(l10n.t('View'))}" hidden></select>
    <input id="search" type="search" placeholder="${escapeAttribute(l10n.t('Find in the picture'))}" aria-label="${escapeAttribute(l10n.t('Find in the picture'))}">
    <button id="what-if-open" type="button" aria-expanded="false" aria-controls="what-if">${escapeAttribute(l10n.t('What If…'))}</button>
  </header>
  <main id="canvas" tabindex="0" role="group" aria-roledescription="${escapeAttribute(l10n.t('diagram'))}" aria-label="${escapeAttribute(l10n.t('Diagram of the project. Arrow keys move it, plus and minus zoom, zero fits it in, Tab reaches its elements. On an element arrow keys go to the next one, Enter chooses it and M opens its menu.'))}"></main>
  <aside id="what-if" aria-labelledby="what-if-title" hidden>
    <div class="row head"><h2 id="what-if-title">${escapeAttribute(l10n.t('What If…'))}</h2><button id="what-if-close" type="button" aria-label="${escapeAttribute(l10n.t('Close'))}">✕</button></div>
    <p id="what-if-summary" role="status"></p>
    <div id="what-if-body"></div>
  </aside>
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
    <button id="lock" type="button" title="${escapeAttribute(l10n.t('Stay with this project'))}" aria-label="${escapeAttribute(l10n.t('Stay with this project'))}"></button>
    <button id="export" type="button" title="${escapeAttribute(l10n.t('Export Picture'))}" aria-label="${escapeAttribute(l10n.t('Export Picture'))}"></button>
    <button id="zoom-out" type="button" title="${escapeAttribute(l10n.t('Zoom out (-)'))}" aria-label="${escapeAttribute(l10n.t('Zoom out'))}"></button>
    <output id="scale" aria-label="${escapeAttribute(l10n.t('Zoom level'))}"></output>
    <button id="zoom-in" type="button" title="${escapeAttribute(l10n.t('Zoom in (+)'))}" aria-label="${escapeAttribute(l10n.t('Zoom in'))}"></button>
    <button id="fit" type="button" title="${escapeAttribute(l10n.t('Fit in (0)'))}" aria-label="${escapeAttribute(l10n.t('Fit in'))}"></button>
  </div>`,
  });
}

/** What the page's script says. */
const words = (): Words => ({
  hint: l10n.t('Choose in the picture what fails. Its menu (right click, or M) offers more.'),
  play: l10n.t('Play a scenario…'),
  back: l10n.t('One step back'),
  forward: l10n.t('One step on'),
  steps: l10n.t('Step {0} of {1}', '{0}', '{1}'),
  place: l10n.t('Place'),
  between: l10n.t('Link to'),
  and: l10n.t('Other end of the link'),
  fail: l10n.t('Fail'),
  lose: l10n.t('Lose with Disk'),
  cutOff: l10n.t('Cut Off'),
  cut: l10n.t('Cut the Link'),
  slow: l10n.t('Slow the Link'),
  remove: l10n.t('Remove'),
  clear: l10n.t('Clear'),
  keep: l10n.t('Keep as Scenario'),
  nothing: l10n.t('Everything goes on as usual.'),
  expected: l10n.t('Expected then'),
  source: l10n.t('Go to Source'),
  happens: l10n.t('What happens'),
  holds: l10n.t('holds'),
  fails: l10n.t('fails'),
  unknown: l10n.t('unknown'),
  stops: l10n.t('stops'),
  loses: l10n.t('may lose writes'),
  divided: l10n.t('on one side only'),
  stale: l10n.t('reads stale'),
  breaks: l10n.t('misses what it promises'),
  interrupted: l10n.t('interrupted'),
  degraded: l10n.t('goes on with less'),
  open: l10n.t('not said'),
});
