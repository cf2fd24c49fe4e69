import { env, Uri, type Webview } from 'vscode';

export interface PageParts {
  /** Of the page’s script and styles in `resources`, without what follows the dot. */
  readonly name: string;
  readonly title: string;
  /** Attributes of the body, escaped, each with a space before it. */
  readonly attributes?: string;
  /** HTML in which every text is escaped. */
  readonly body: string;
}

/**
 * A page of the extension. The policy allows the page's own script and styles, by a nonce, and nothing else: no image, no
 * font, no connection, no inline handler and no style attribute.
 */
export function webviewPage(
  webview: Webview,
  resources: Uri,
  { name, title, attributes = '', body }: PageParts,
): string {
  const nonce = createNonce();
  const url = (file: string): string => webview.asWebviewUri(Uri.joinPath(resources, file)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(env.language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeAttribute(title)}</title>
  <link rel="stylesheet" nonce="${nonce}" href="${url(`${name}.css`)}">
</head>
<body${attributes}>
${body}
  <script nonce="${nonce}" src="${url(`${name}.js`)}"></script>
</body>
</html>`;
}

export const escapeAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const nonceBytes = 16;

const createNonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(nonceBytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
