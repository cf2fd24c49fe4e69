import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import {
  cutOff,
  isQuiet,
  linkOf,
  nothingHappens,
  subjectOf,
  toggleCut,
  toggleSlow,
  toggleStop,
  without,
} from '../../client/webview/happening.ts';
import { isFromPage, isToPage, isTrial } from '../../client/webview/messages.ts';
import { neighbour } from '../../client/webview/neighbours.ts';
import { fromRoot } from '../../scripts/paths.ts';

const places = [
  { id: 'place:north', name: 'north', kind: 'region' },
  { id: 'place:west', name: 'west', kind: 'region' },
  { id: 'place:west.a', name: 'west.a', kind: 'zone', parent: 'place:west' },
  { id: 'place:west.b', name: 'west.b', kind: 'zone', parent: 'place:west' },
];
const zone = { id: 'place:west.a', disk: 'open' } as const;

describe('what happens in a trial', () => {
  it('fails what is chosen, and no more once it is chosen again', () => {
    const once = toggleStop(nothingHappens, zone);
    expect(once.stopped).toEqual([zone]);
    expect(isQuiet(toggleStop(once, zone))).toBe(true);
    expect(toggleStop(once, { ...zone, disk: 'gone' }).stopped).toEqual([{ ...zone, disk: 'gone' }]);
  });

  it('cuts a place off from all others, and links in both directions', () => {
    expect(cutOff(nothingHappens, 'place:west.a', places).groups).toEqual([
      ['place:west.a'],
      ['place:north', 'place:west.b'],
    ]);
    const cut = toggleCut(nothingHappens, ['place:west', 'place:north']);
    expect(cut.cuts).toHaveLength(2);
    expect(toggleCut(cut, ['place:north', 'place:west']).cuts).toEqual([]);
  });

  it('takes back each thing by its place in the story', () => {
    const all = toggleSlow(
      cutOff(toggleCut(toggleStop(nothingHappens, zone), ['place:west', 'place:north']), 'place:north', places),
      ['place:west', 'place:north'],
      2000,
    );
    expect(without(all, 0).stopped).toEqual([]);
    expect(without(all, 1).groups).toEqual([]);
    expect(without(all, 2).cuts).toEqual([]);
    expect(without(all, 3).slow).toEqual([]);
    expect(without(all, 3).cuts).toHaveLength(2);
  });

  it('knows what can fail behind a part of the picture', () => {
    expect(subjectOf('element:api')).toEqual({ id: 'element:api' });
    expect(subjectOf('element:api in place:west.a')).toEqual({ id: 'element:api', at: 'place:west.a' });
    expect(subjectOf('flow:pay')).toBeUndefined();
    expect(linkOf('place:west to place:north')).toEqual(['place:west', 'place:north']);
    expect(linkOf('element:a to place:b')).toBeUndefined();
  });
});

describe('messages of the preview', () => {
  it('are taken when they are whole', () => {
    expect(isFromPage({ type: 'keep', happens: nothingHappens })).toBe(true);
    expect(isFromPage({ type: 'whatIf', trial: { scenario: 'scenario:s', steps: 1 } })).toBe(true);
    const result = { ...{ revision: 1, happens: nothingHappens, story: [], steps: 0 }, effects: [], expectations: [] };
    expect(isToPage({ type: 'effects', result: { ...result, places, scenarios: [] } })).toBe(true);
  });

  it.each<unknown>([
    { type: 'keep', happens: { ...nothingHappens, stopped: [{ id: 'place:a', disk: 'melted' }] } },
    { type: 'keep', happens: { ...nothingHappens, slow: [{ between: ['place:a'] }] } },
    { type: 'keep' },
    { type: 'whatIf', trial: { steps: 'all' } },
    { type: 'lock', locked: 'yes' },
    { type: 'view' },
  ])('are dropped when they are not: %j', (message) => {
    expect(isFromPage(message)).toBe(false);
  });

  it('have trials that outlive a reload', () => {
    expect(isTrial({ happens: toggleStop(nothingHappens, zone) })).toBe(true);
    expect(isTrial({ happens: { stopped: 1 } })).toBe(false);
  });
});

it('goes to the nearest neighbour in a direction', () => {
  const box = (x: number, y: number) => ({ x, y, width: 10, height: 10 });
  const boxes = [box(100, 0), box(50, 5), box(0, 60), box(-40, 0)];
  expect(neighbour(box(0, 0), boxes, 'right')).toBe(1);
  expect(neighbour(box(0, 0), boxes, 'down')).toBe(2);
  expect(neighbour(box(0, 0), boxes, 'left')).toBe(3);
  expect(neighbour(box(0, 0), boxes, 'up')).toBeUndefined();
});

it('has a page of less than 150 KB', async () => {
  const { outputFiles } = await build({
    entryPoints: [fromRoot('client', 'webview', 'preview.ts')],
    ...{ bundle: true, minify: true, write: false, platform: 'browser', format: 'iife' },
  });
  expect(outputFiles[0]?.contents.length).toBeLessThan(150_000);
});
