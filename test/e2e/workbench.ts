/** What tests of the window do again and again: open files, run commands, choose themes, take pictures. */
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { fromRoot } from '../../scripts/paths.ts';

export const screenshots = fromRoot('out', 'screenshots');
export const paletteTimeout = 5_000;
/** Milliseconds in which the palette fades and the colours of a new theme arrive. */
const settling = 800;

export const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Default High Contrast',
};

export async function openFile(page: Page, name: string): Promise<void> {
  await page.getByRole('treeitem', { name: new RegExp(name.replace('.', '\\.')) }).dblclick();
  await page.locator('.tab.active', { hasText: name }).first().waitFor();
  await page.locator('.editor-group-container.active .monaco-editor .view-lines').first().waitFor();
}

/** A webview that is just loading takes the focus and so closes the palette: then it is opened once more. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const attempts = 3;
  for (let attempt = 1; ; attempt++) {
    try {
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').fill(`>${title}`, { timeout: paletteTimeout });
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: title })
        .first()
        .click({ timeout: paletteTimeout });
      return;
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}

export async function chooseTheme(page: Page, name: string): Promise<void> {
  await runCommand(page, 'Preferences: Color Theme');
  await page.locator('.quick-input-widget input').fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** A picture of the window once nothing in it moves any more. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(settling);
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}

/** The page of the preview. */
export const previewOf = (page: Page): FrameLocator =>
  page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

export type Step = (name: string, act: () => Promise<void>) => Promise<void>;
