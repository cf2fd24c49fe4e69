/**
 * What the extension and the preview's page say to each other. Both sides check what they receive: a page is a
 * process of its own, and state that VS Code restores may stem from an older version.
 */
import type { Happening, ViewItem, WhatIfResult } from '../../server/protocol.ts';

/** What is tried out: what somebody put together, or a scenario, as far as so many of its steps. */
export interface Trial {
  readonly happens?: Happening;
  readonly scenario?: string;
  readonly steps?: number;
}

export type ToPage =
  | {
      readonly type: 'diagram';
      readonly uri: string;
      readonly svg: string;
      readonly title: string;
      readonly views: readonly ViewItem[];
      readonly view: string | undefined;
    }
  | { readonly type: 'effects'; readonly result: WhatIfResult }
  | { readonly type: 'problem'; readonly uri: string; readonly message: string }
  | { readonly type: 'busy' }
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'mark'; readonly id: string }
  | { readonly type: 'reveal'; readonly id: string };

export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'locate'; readonly id: string }
  | { readonly type: 'whatIf'; readonly trial: Trial }
  | { readonly type: 'endWhatIf' }
  | { readonly type: 'keep'; readonly happens: Happening }
  | { readonly type: 'view'; readonly view: string }
  | { readonly type: 'lock'; readonly locked: boolean }
  | { readonly type: 'export' }
  | { readonly type: 'retry' }
  | { readonly type: 'showLog' };

/** What the part of the page's state that the extension reads looks like: which project was shown, and how. */
export interface PreviewState {
  readonly uri: string;
  readonly shownView?: string | undefined;
  readonly locked?: boolean | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const hasStrings = (value: Fields, ...names: string[]): boolean =>
  names.every((name) => typeof value[name] === 'string');
const mayHave = (value: Fields, type: 'string' | 'boolean' | 'number', name: string): boolean =>
  value[name] === undefined || typeof value[name] === type;
const isListOf = (value: unknown, is: (item: unknown) => boolean): boolean => Array.isArray(value) && value.every(is);
const isString = (value: unknown): boolean => typeof value === 'string';
const isStringList = (value: unknown): boolean => isListOf(value, isString);

export function isHappening(value: unknown): value is Happening {
  if (!isFields(value)) return false;
  const { stopped, groups, cuts, slow } = value;
  return (
    isListOf(
      stopped,
      (one) =>
        isFields(one) &&
        hasStrings(one, 'id') &&
        mayHave(one, 'string', 'at') &&
        ['kept', 'gone', 'open'].includes(String(one['disk'])),
    ) &&
    isListOf(groups, isStringList) &&
    isListOf(cuts, (one) => isFields(one) && hasStrings(one, 'from', 'to')) &&
    isListOf(
      slow,
      (one) =>
        isFields(one) &&
        isStringList(one['between']) &&
        (one['between'] as unknown[]).length === 2 &&
        mayHave(one, 'number', 'time'),
    )
  );
}

export const isTrial = (value: unknown): value is Trial =>
  isFields(value) &&
  (value['happens'] === undefined || isHappening(value['happens'])) &&
  mayHave(value, 'string', 'scenario') &&
  mayHave(value, 'number', 'steps');

function isResult(value: unknown): value is WhatIfResult {
  if (!isFields(value) || !isHappening(value['happens']) || typeof value['steps'] !== 'number') return false;
  const named = (item: unknown): boolean => isFields(item) && hasStrings(item, 'id', 'name');
  const told = (item: unknown): boolean => isFields(item) && hasStrings(item, 'kind', 'text');
  return (
    isStringList(value['story']) &&
    isListOf(value['effects'], (item) => named(item) && isListOf((item as Fields)['effects'], told)) &&
    isListOf(value['expectations'], (item) => isFields(item) && hasStrings(item, 'text', 'verdict', 'because')) &&
    isListOf(value['places'], named) &&
    isListOf(value['scenarios'], named)
  );
}

export function isToPage(value: unknown): value is ToPage {
  if (!isFields(value)) return false;
  switch (value['type']) {
    case 'diagram':
      return (
        hasStrings(value, 'uri', 'svg', 'title') &&
        mayHave(value, 'string', 'view') &&
        isListOf(value['views'], (item) => isFields(item) && hasStrings(item, 'name', 'title'))
      );
    case 'effects':
      return isResult(value['result']);
    case 'problem':
      return hasStrings(value, 'uri', 'message');
    case 'notice':
      return hasStrings(value, 'message');
    case 'mark':
    case 'reveal':
      return hasStrings(value, 'id');
    case 'busy':
      return true;
    default:
      return false;
  }
}

export function isFromPage(value: unknown): value is FromPage {
  if (!isFields(value)) return false;
  switch (value['type']) {
    case 'locate':
      return hasStrings(value, 'id');
    case 'whatIf':
      return isTrial(value['trial']);
    case 'keep':
      return isHappening(value['happens']);
    case 'view':
      return hasStrings(value, 'view');
    case 'lock':
      return typeof value['locked'] === 'boolean';
    case 'ready':
    case 'endWhatIf':
    case 'export':
    case 'retry':
    case 'showLog':
      return true;
    default:
      return false;
  }
}

export const isPreviewState = (value: unknown): value is PreviewState =>
  isFields(value) &&
  hasStrings(value, 'uri') &&
  mayHave(value, 'string', 'shownView') &&
  mayHave(value, 'boolean', 'locked');
