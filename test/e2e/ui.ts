/**
 * What a user does, by mouse and keyboard, with the packaged extension in a real VS Code: the parts that no test
 * inside the extension host can see. Leaves screenshots in `out/screenshots/`.
 */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import type { RealHost } from '../../scripts/host/install.ts';
import { withHost, workbenchUrl } from './host.ts';
import { whatIfFlow, writeWhatIfProject } from './what-if.ts';
import {
  chooseTheme,
  openFile,
  paletteTimeout,
  previewOf,
  runCommand,
  screenshot,
  screenshots,
  themes,
  type Step,
} from './workbench.ts';

const patience = 45_000;
export interface UiOptions {
  readonly vsix: string;
  readonly folder: string;
  readonly log: (line: string) => void;
}

export const runUiFlow = (host: RealHost, { vsix, folder, log }: UiOptions): Promise<void> =>
  withHost(host, { vsix, settings: { 'workbench.colorTheme': themes.dark } }, async (running, page) => {
    await mkdir(screenshots, { recursive: true });
    page.setDefaultTimeout(patience);
    const violations = watchPolicy(page);
    const step = async (name: string, act: () => Promise<void>): Promise<void> => {
      const start = performance.now();
      await act();
      log(`    ✔ ${name} (${Math.round(performance.now() - start)}ms)`);
    };
    try {
      await page.goto(workbenchUrl(running.origin, { folder }));
      await findingsFlow(page, step);
      await projectFlow(page, step);
      await previewFlow(page, folder, step);
      await explorerFlow(page, folder, step);
      await walkthroughFlow(page, step);
      const zones = await writeWhatIfProject(path.dirname(folder));
      await page.goto(workbenchUrl(running.origin, { folder: zones }));
      await whatIfFlow(page, step);
      const ledger = path.join(path.dirname(folder), 'ledger');
      await mkdir(ledger);
      await writeFile(path.join(ledger, 'ledger.arch'), ledgerText);
      await page.goto(workbenchUrl(running.origin, { folder: ledger }));
      await executionFlow(page, step);
      const empty = path.join(path.dirname(folder), 'empty');
      await mkdir(empty);
      await page.goto(workbenchUrl(running.origin, { folder: empty }));
      await newProjectFlow(page, step);
      await step('keeps to its content security policy', async () => {
        assert.deepEqual(violations, []);
        return Promise.resolve();
      });
    } catch (error) {
      await page.screenshot({ path: path.join(screenshots, 'failure.png') });
      throw error;
    }
  });

async function findingsFlow(page: Page, step: Step): Promise<void> {
  await step('underlines a finding in an opened file', async () => {
    await openFile(page, 'typing.arch');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
  });
  await step('lists it among the problems', async () => {
    await page.keyboard.press('Control+Shift+M');
    await page
      .locator('.markers-panel-container')
      .getByText(/replcias/)
      .first()
      .waitFor();
    await page.screenshot({ path: path.join(screenshots, 'findings.png') });
    await runCommand(page, 'View: Hide Panel');
  });
  const editor = page.locator('.editor-group-container.active .monaco-editor .view-lines');
  await step('tells about a key under the pointer', async () => {
    await editor.getByText('replcias').hover();
    await page.locator('.monaco-hover', { hasText: 'language/unknown-key' }).first().waitFor();
  });
  await step('mends it by its quick fix', async () => {
    // The hover would take the click.
    await page.mouse.move(0, 0);
    await page.locator('.monaco-hover', { hasText: 'language/unknown-key' }).first().waitFor({ state: 'hidden' });
    await editor.getByText('replcias').dblclick();
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget').getByText('Change to `replicas`').first().waitFor();
    await page.keyboard.press('Enter');
    await editor.getByText('replicas').waitFor();
    await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'detached' });
  });
  await step('completes a key', async () => {
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('own');
    const offered = page.locator('.suggest-widget .monaco-list-row', { hasText: 'owner' }).first();
    await page.keyboard.press('Control+Space');
    await offered.waitFor();
    await page.screenshot({ path: path.join(screenshots, 'completion.png') });
    await offered.click();
    await editor.getByText('owner').waitFor();
    await runCommand(page, 'File: Revert File');
  });
}

/** What spans several files: names, the library, findings, and a server that starts anew. */
async function projectFlow(page: Page, step: Step): Promise<void> {
  const editor = page.locator('.editor-group-container.active .monaco-editor .view-lines');
  const word = (text: string): ReturnType<Page['locator']> => editor.getByText(text, { exact: true }).first();
  const findings = page.locator('.monaco-editor .squiggly-error');
  const renameTo = async (from: string, to: string): Promise<void> => {
    await word(from).dblclick();
    await page.keyboard.press('F2');
    await page.locator('.rename-box input').fill(to);
    await page.keyboard.press('Enter');
    await word(to).waitFor();
  };
  await step('renames across files', async () => {
    await openFile(page, 'shop.arch');
    await renameTo('orders', 'purchases');
    await openFile(page, 'store.arch');
    await word('purchases').waitFor();
    // VS Code saves what a rename changes: it is taken back by another.
    await renameTo('purchases', 'orders');
  });
  await step('goes from a technology to its declaration in the library', async () => {
    await openFile(page, 'store.arch');
    await word('postgres').click();
    await page.keyboard.press('F12');
    await page.locator('.tab.active', { hasText: 'postgresql.arch' }).first().waitFor();
    await runCommand(page, 'View: Close Editor');
  });
  await step('follows an edit in one file with the findings of another', async () => {
    await openFile(page, 'shop.arch');
    await findings.first().waitFor();
    await openFile(page, 'store.arch');
    await word('any').dblclick();
    await page.keyboard.press('Shift+End');
    await page.keyboard.type('primary');
    await openFile(page, 'shop.arch');
    await findings.first().waitFor({ state: 'detached' });
    await openFile(page, 'store.arch');
    await runCommand(page, 'File: Revert File');
  });
  await step('finds everything again after the server was restarted', async () => {
    await runCommand(page, 'Faultline: Restart Server');
    await openFile(page, 'shop.arch');
    await findings.first().waitFor();
  });
}

/** A payment is acknowledged before the standby that takes over has it. */
const ledgerText = `topology { region west { zone a; zone b } }
service checkout "Checkout"
store ledger "Ledger" is postgres {
  primary: west.a
  standbys: west.b
  commit: local
  failover: automatic within 30s
  reads: primary
}
checkout -> ledger { access: write; needs: linearizable }
`;

/** From a finding to the execution behind it, by keyboard. */
async function executionFlow(page: Page, step: Step): Promise<void> {
  const shown = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  await step('shows the execution that breaks a need', async () => {
    await openFile(page, 'ledger.arch');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await page.locator('.monaco-editor .view-lines').getByText('linearizable').first().click();
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget').getByText('Show an execution that breaks this').first().click();
    await shown.locator('body[data-state="shown"]').waitFor();
    await page.screenshot({ path: path.join(screenshots, 'execution-first.png') });
  });
  await step('steps through it to the answer that breaks the promise, and back', async () => {
    await shown.locator('#picture').focus();
    await page.keyboard.press('End');
    await shown.locator('body.violates').waitFor();
    await page.screenshot({ path: path.join(screenshots, 'execution-last.png') });
    await page.keyboard.press('ArrowLeft');
    await shown.locator('body:not(.violates)').waitFor();
  });
  await step('leads from a node to where it is written', async () => {
    await shown.locator('[data-id="element:ledger"]').first().click();
    await page.locator('.tab.active', { hasText: 'ledger.arch' }).first().waitFor();
  });
}

async function previewFlow(page: Page, folder: string, step: Step): Promise<void> {
  const preview = previewOf(page);
  const node = (name: string): ReturnType<FrameLocator['locator']> => preview.locator(`[data-id="element:${name}"]`);
  const scale = async (): Promise<string> => (await preview.locator('#scale').textContent()) ?? '';

  await step('opens the preview to the side', async () => {
    await openFile(page, 'shop.arch');
    await runCommand(page, 'Faultline: Open Preview to the Side');
    await node('web').waitFor();
    await node('orders').waitFor();
  });
  await step('takes the cursor to the node that is clicked', async () => {
    await node('web').click();
    await cursorIn(page, 'shop.arch', await lineOf(folder, 'shop.arch', 'service web'));
  });
  await step('opens the file of the node that is chosen by keyboard', async () => {
    await node('orders').focus();
    await page.keyboard.press('Enter');
    await cursorIn(page, 'store.arch', await lineOf(folder, 'store.arch', 'store orders'));
  });
  await step('draws what is typed', async () => {
    await openFile(page, 'shop.arch');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('service basket "Basket"\n');
    await node('basket').waitFor();
  });
  await step('zooms, pans and fits in', async () => {
    const fitted = await scale();
    await preview.getByRole('button', { name: 'Zoom in' }).click();
    assert.notEqual(await scale(), fitted);
    await preview.locator('#canvas').focus();
    const before = await node('web').boundingBox();
    await page.keyboard.press('ArrowLeft');
    assert.notDeepEqual(await node('web').boundingBox(), before);
    await page.keyboard.press('0');
    assert.equal(await scale(), fitted);
  });
  for (const [name, theme] of Object.entries(themes)) {
    await step(`follows the ${name} theme`, async () => {
      await chooseTheme(page, theme);
      await preview.locator(`body.vscode-${name}`).waitFor();
      await screenshot(page, `preview-${name}`);
    });
  }
  await step('comes back as it was after the window is reloaded', async () => {
    await runCommand(page, 'File: Revert File');
    await preview.getByRole('button', { name: 'Zoom in' }).click();
    const chosen = await scale();
    await Promise.all([page.waitForEvent('load'), runCommand(page, 'Developer: Reload Window')]);
    await node('web').waitFor();
    assert.equal(await scale(), chosen);
  });
}

/** The views of the activity bar. */
async function explorerFlow(page: Page, folder: string, step: Step): Promise<void> {
  const item = (name: string | RegExp): ReturnType<Page['locator']> => page.getByRole('treeitem', { name }).first();
  await step('lists the model by kind, with the findings of each', async () => {
    await openFile(page, 'shop.arch');
    await runCommand(page, 'File: Revert File');
    await runCommand(page, 'Faultline: Focus on Model View');
    await expand(item(/^store, 1/));
    await expand(item(/^worker, 1, 1 error/));
    await item(/^store orders, Orders/).waitFor();
    await item(/^worker mailer, .*1 error/).waitFor();
  });
  await step('goes from an element to its declaration', async () => {
    const line = await lineOf(folder, 'store.arch', 'store orders');
    await retried(async (timeout) => {
      await item(/^store orders/).click();
      await page.locator('.tab.active', { hasText: 'store.arch' }).first().waitFor();
      await page.keyboard.press('F12');
      await cursorIn(page, 'store.arch', line, timeout);
    });
  });
  await step('finds its references by keyboard', async () => {
    await retried(async (timeout) => {
      await item(/^store orders/).click();
      await page.keyboard.press('Shift+F12');
      await page
        .locator('.peekview-widget, .zone-widget')
        .getByText(/references/i)
        .first()
        .waitFor({ timeout });
    });
    await page.keyboard.press('Escape');
  });
  await step('shows it in the preview', async () => {
    await item(/^store orders/).hover();
    await item(/^store orders/)
      .getByRole('button', { name: 'Show in Preview' })
      .click();
    const preview = previewOf(page);
    await preview.locator('[data-id="element:orders"].revealed').waitFor();
    await runCommand(page, 'View: Close All Editors');
  });
  await step('lists the model by owner instead', async () => {
    await runCommand(page, 'Faultline: Show Model by Owner');
    await item(/^no owner/).waitFor();
    await runCommand(page, 'Faultline: Show Model by Kind');
    await item(/^store, 1/).waitFor();
  });
  await step('lists the findings by rule, and goes to each', async () => {
    await runCommand(page, 'Faultline: Focus on Findings View');
    await expand(item(/^language\/unknown-key/));
    await item(/^1 error, line 3/).click();
    await page.locator('.tab.active', { hasText: 'typing.arch' }).first().waitFor();
  });
  await step('explains one by keyboard', async () => {
    await retried(async (timeout) => {
      // Not by a second click on the same line: soon after the first that would go to the text.
      await runCommand(page, 'Faultline: Focus on Findings View');
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
      await page.locator('.tab', { hasText: 'language › unknown-key' }).first().waitFor({ timeout });
    });
    await runCommand(page, 'View: Close All Editors');
  });
  await step('suppresses one, and leaves the reason to be written', async () => {
    await runCommand(page, 'Faultline: Focus on Findings View');
    const editor = page.locator('.editor-group-container.active .monaco-editor .view-lines');
    await retried(async (timeout) => {
      await item(/^1 error, line 3/).click();
      await page.keyboard.press('Control+.');
      await editor.getByText('faultline-ignore').waitFor({ timeout });
    });
    // The reason is selected a moment after it is there.
    await page.locator('[id="status.editor.selection"]', { hasText: /selected/ }).waitFor();
    await page.keyboard.type('it is a test');
    await editor.getByText('it is a test').waitFor();
    await item(/^language\/unknown-key/).waitFor({ state: 'detached' });
    await runCommand(page, 'File: Revert File');
    await item(/^language\/unknown-key/).waitFor();
  });
  await step('hides the less severe findings', async () => {
    await runCommand(page, 'View: Focus Active Editor Group');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\n// faultline-ignore cost/over-budget -- it costs nothing\nservice basket');
    await item(/^language\/unused-suppression/).waitFor();
    await runCommand(page, 'Faultline: Filter Findings by Severity');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Errors only' }).first().click();
    await page
      .getByText(/hidden by the filter/)
      .first()
      .waitFor();
    await item(/^language\/unused-suppression/).waitFor({ state: 'detached' });
    await runCommand(page, 'Faultline: Filter Findings by Severity');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Everything' }).first().click();
    await item(/^language\/unused-suppression/).waitFor();
    await runCommand(page, 'File: Revert File');
  });
  await screenshotThemes(page, step, 'explorer');
}

async function walkthroughFlow(page: Page, step: Step): Promise<void> {
  await step('leads through the first steps', async () => {
    await runCommand(page, 'View: Close All Editors');
    await runCommand(page, 'Faultline: Get Started');
    await page.getByText('Create a project').first().waitFor();
    await page.getByText('See a finding').first().click();
    await page.getByText('Show Findings').first().waitFor();
  });
  await screenshotThemes(page, step, 'walkthrough');
}

async function newProjectFlow(page: Page, step: Step): Promise<void> {
  await step('offers a first project where there is none', async () => {
    await runCommand(page, 'Faultline: Focus on Model View');
    await page.getByRole('button', { name: 'Create a Project' }).first().waitFor();
  });
  await screenshotThemes(page, step, 'welcome');
  await step('creates it, and has something to say about it', async () => {
    await page.getByRole('button', { name: 'Create a Project' }).first().click();
    await page.locator('.tab.active', { hasText: 'architecture.arch' }).first().waitFor();
    await page
      .getByRole('treeitem', { name: /^consistency\/weaker-than-needed/ })
      .first()
      .waitFor();
  });
}

async function screenshotThemes(page: Page, step: Step, what: string): Promise<void> {
  for (const [name, theme] of Object.entries(themes)) {
    await step(`shows it in the ${name} theme`, async () => {
      await chooseTheme(page, theme);
      await screenshot(page, `${what}-${name}`);
    });
  }
  await chooseTheme(page, themes.dark);
}

/** What the page's own policy refuses shows up in the console only. */
function watchPolicy(page: Page): string[] {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text()))
      violations.push(`${message.text()} (${message.location().url})`);
  });
  return violations;
}

/** A view's selection reaches the extension a moment after the key: what comes to nothing is done once more. */
async function retried(act: (timeout: number) => Promise<void>): Promise<void> {
  const attempts = 4;
  for (let attempt = 1; attempt < attempts; attempt++) {
    try {
      await act(paletteTimeout);
      return;
    } catch {
      // The last attempt says what is wrong.
    }
  }
  await act(patience);
}

/** A tree that is being brought up to date loses a click: then it is clicked once more. */
async function expand(item: ReturnType<Page['locator']>): Promise<void> {
  const attempts = 3;
  for (let attempt = 1; (await item.getAttribute('aria-expanded')) !== 'true'; attempt++) {
    await item.click();
    const opened = item.and(item.page().locator('[aria-expanded="true"]'));
    await opened.waitFor({ timeout: paletteTimeout }).catch((error: unknown) => {
      if (attempt === attempts) throw error;
    });
  }
}

async function cursorIn(page: Page, file: string, line: number, timeout = patience): Promise<void> {
  await page.locator('.editor-group-container.active .tab.active', { hasText: file }).waitFor({ timeout });
  await page.locator('[id="status.editor.selection"]', { hasText: new RegExp(`Ln ${line}, `) }).waitFor({ timeout });
}

/** The line, counted from one as the status bar does, on which `text` stands. */
async function lineOf(folder: string, file: string, text: string): Promise<number> {
  const before = (await readFile(path.join(folder, file), 'utf8')).split(text, 1)[0] ?? '';
  return before.split('\n').length;
}
