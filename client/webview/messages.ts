/**
 * What the extension and the preview's page say to each other. Both sides check what they receive: a page is a
 * process of its own, and state that VS Code restores may stem from an older version.
 */

export type ToPage =
  | { readonly type: 'diagram'; readonly uri: string; readonly svg: string; readonly title: string }
  | { readonly type: 'problem'; readonly uri: string; readonly message: string }
  | { readonly type: 'busy' }
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'reveal'; readonly id: string };

export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'locate'; readonly id: string }
  | { readonly type: 'retry' }
  | { readonly type: 'showLog' };

/** What the part of the page's state that the extension reads looks like: which project was shown. */
export interface PreviewState {
  readonly uri: string;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const hasStrings = (value: Fields, ...names: string[]): boolean =>
  names.every((name) => typeof value[name] === 'string');

export function isToPage(value: unknown): value is ToPage {
  if (!isFields(value)) return false;
  switch (value['type']) {
    case 'diagram':
      return hasStrings(value, 'uri', 'svg', 'title');
    case 'problem':
      return hasStrings(value, 'uri', 'message');
    case 'notice':
      return hasStrings(value, 'message');
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
    case 'ready':
    case 'retry':
    case 'showLog':
      return true;
    default:
      return false;
  }
}

export const isPreviewState = (value: unknown): value is PreviewState => isFields(value) && hasStrings(value, 'uri');
