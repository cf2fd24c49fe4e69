/** Failures that are tried out in the preview, by mouse and by keyboard, on a model with a known answer. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import axe from 'axe-core';
import type { FrameLocator, Page } from 'playwright-core';
import { chooseTheme, openFile, previewOf, runCommand, screenshot, themes, type Step } from './workbench.ts';

/** With `west.a` stop exactly the report, what it reads, the cache, and who goes there; the orders move over. */
const model = `topology { region west { zone a; zone b; zone c }; region north { zone a } }
service api "API" { replicas: 3 across west.b, west.c, north.a }
service report "Report" { replicas: 1 across west.a }
cache sessions "Sessions" is redis { replicas: 1 across west.a }
store orders "Orders" is postgres {
  primary: west.a; standbys: west.b, north.a; commit: any 1 standby, else block; reads: primary
  failover: automatic within 30s, decided by arbiter; fencing: epoch
}
store archive "Archive" is postgres { primary: west.a; standbys: north.a; commit: local; failover: none }
consensus arbiter "Arbiter" is etcd { voters: west.a, west.b, west.c }
api -> sessions session { dependency: soft; access: read }
api -> orders reserve { access: update }
report -> archive look { access: read }
operation buy at api { steps: session, reserve }
`;
const stopping = ['element:archive', 'element:report', 'element:sessions', 'flow:look', 'flow:session', 'place:west.a'];

/** The violations of these that axe finds are not to be. */
const serious = ['serious', 'critical'];

export async function writeWhatIfProject(parent: string): Promise<string> {
  const folder = path.join(parent, 'zones');
  await mkdir(folder);
  await writeFile(path.join(folder, 'faultline.json'), '{}\n');
  await writeFile(path.join(folder, 'zones.arch'), model);
  return folder;
}

export async function whatIfFlow(page: Page, step: Step): Promise<void> {
  const preview = previewOf(page);
  const node = (id: string): ReturnType<FrameLocator['locator']> => preview.locator(`[data-id="${id}"][tabindex]`);
  await step('fails a zone, and sees exactly what stops', async () => {
    await openFile(page, 'zones.arch');
    await runCommand(page, 'Faultline: Open Preview to the Side');
    await node('element:orders').waitFor();
    await preview.getByRole('button', { name: 'What If…' }).click();
    await preview.getByLabel('Place', { exact: true }).selectOption('west.a');
    await preview.getByRole('button', { name: 'Fail', exact: true }).click();
    await preview.locator('[data-effect="stops"]').waitFor();
    assert.deepEqual(await subjects(preview, 'stops'), stopping);
    assert.deepEqual(await subjects(preview, 'interrupted'), [
      'element:api',
      'element:arbiter',
      'element:orders',
      'flow:reserve',
      'operation:buy',
    ]);
    const shown = await attributes(preview.locator('.fx-stops[tabindex]'), 'data-id');
    assert.deepEqual(
      shown.sort(),
      stopping.filter((id) => !id.startsWith('place:')),
    );
  });
  for (const [name, theme] of Object.entries(themes)) {
    await step(`shows it in the ${name} theme, and leaves nothing serious to assistive technology`, async () => {
      await chooseTheme(page, theme);
      await preview.locator(`body.vscode-${name}`).waitFor();
      await screenshot(page, `what-if-${name}`);
      assert.deepEqual(await violations(page), []);
    });
  }
  await chooseTheme(page, themes.dark);
  await step('keeps it as a scenario', async () => {
    await preview.getByRole('button', { name: 'Keep as Scenario' }).click();
    await page.getByText('scenario fail-west-a').first().waitFor();
    await preview.getByText('Expected then').waitFor();
    await preview.locator('.expected .holds').first().waitFor();
    await runCommand(page, 'File: Revert File');
  });
  await step('fails by keyboard alone, and takes it back', async () => {
    await preview.getByRole('button', { name: 'Clear' }).click();
    await preview.locator('.fx').first().waitFor({ state: 'detached' });
    await node('element:sessions').focus();
    await page.keyboard.press('m');
    await preview.getByRole('menuitem', { name: 'Fail' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await preview.locator('[data-id="element:sessions"].fx-stops').first().waitFor();
    await node('element:sessions').focus();
    await page.keyboard.press('ArrowUp');
    assert.notEqual(await preview.locator(':focus').getAttribute('data-id'), 'element:sessions');
    await preview.getByRole('button', { name: 'Close' }).press('Enter');
    await preview.locator('.fx').first().waitFor({ state: 'detached' });
  });
}

async function subjects(preview: FrameLocator, effect: string): Promise<string[]> {
  const ids = await attributes(preview.locator(`[data-effect="${effect}"] [data-subject]`), 'data-subject');
  return [...new Set(ids)].sort();
}

async function attributes(locator: ReturnType<FrameLocator['locator']>, name: string): Promise<string[]> {
  const values = await Promise.all((await locator.all()).map((each) => each.getAttribute(name)));
  return values.map((value) => value ?? '');
}

/** What axe finds on the preview's page. */
async function violations(page: Page): Promise<string[]> {
  const frame = await previewOf(page).owner().elementHandle();
  const content = await frame.contentFrame();
  assert.ok(content, 'The preview has a page.');
  await content.evaluate(axe.source);
  const found = await content.evaluate(async () => {
    const inPage = (globalThis as unknown as { axe: { run(): Promise<Results> } }).axe;
    const { violations, passes } = await inPage.run();
    return { violations, passed: passes.length };
  });
  assert.ok(found.passed > 0, 'axe looked at something.');
  return found.violations
    .filter(({ impact }) => serious.includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`);
}

interface Results {
  readonly violations: readonly Violation[];
  readonly passes: readonly unknown[];
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}
