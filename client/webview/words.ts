/** The page's texts in the user's language: the extension puts them into the page. */
export interface Words {
  readonly hint: string;
  readonly play: string;
  readonly back: string;
  readonly forward: string;
  readonly steps: string;
  readonly place: string;
  readonly between: string;
  readonly and: string;
  readonly fail: string;
  readonly lose: string;
  readonly cutOff: string;
  readonly cut: string;
  readonly slow: string;
  readonly remove: string;
  readonly clear: string;
  readonly keep: string;
  readonly nothing: string;
  readonly expected: string;
  readonly source: string;
  readonly happens: string;
  readonly holds: string;
  readonly fails: string;
  readonly unknown: string;
  readonly stops: string;
  readonly loses: string;
  readonly divided: string;
  readonly stale: string;
  readonly breaks: string;
  readonly interrupted: string;
  readonly degraded: string;
  readonly open: string;
}

/** Whatever is missing stays empty: a page must not fail for want of a word. */
export function readWords(text: string | undefined): Words {
  const known: unknown = JSON.parse(text ?? '{}');
  return new Proxy(known as Words, {
    get: (words, name) => (typeof name === 'string' ? ((words as unknown as Record<string, string>)[name] ?? '') : ''),
  });
}
