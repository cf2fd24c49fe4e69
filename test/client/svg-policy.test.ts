import { describe, expect, it } from 'vitest';
import { isAllowedAttribute, isAllowedElement, isAllowedStyle } from '../../client/webview/svg-policy.ts';
import { isFromPage, isPreviewState, isToPage } from '../../client/webview/messages.ts';

describe('what a picture may contain', () => {
  it.each(['svg', 'g', 'path', 'text', 'title', 'style', 'linearGradient'])('allows %s', (name) => {
    expect(isAllowedElement(name)).toBe(true);
  });

  it.each(['script', 'foreignObject', 'iframe', 'image', 'a', 'animate', 'set', 'SCRIPT'])('refuses %s', (name) => {
    expect(isAllowedElement(name)).toBe(false);
  });

  it.each([
    ['href', '#node'],
    ['fill', 'url(#shade)'],
    ['fill', 'var(--fl-text)'],
    ['data-id', 'payments.cde'],
    ['class', 'fl-node'],
  ])('allows %s="%s"', (name, value) => {
    expect(isAllowedAttribute(name, value)).toBe(true);
  });

  it.each([
    ['onclick', 'alert(1)'],
    ['ONLOAD', 'alert(1)'],
    ['style', 'fill: red'],
    ['nonce', 'x'],
    ['href', 'https://example.org'],
    ['href', 'javascript:alert(1)'],
    ['fill', 'url(https://example.org/#a)'],
    ['fill', 'url( "//example.org" )'],
  ])('refuses %s="%s"', (name, value) => {
    expect(isAllowedAttribute(name, value)).toBe(false);
  });

  it('allows rules that load nothing', () => {
    expect(isAllowedStyle('.fl-node{fill:var(--fl-text);filter:url(#shadow)}')).toBe(true);
    expect(isAllowedStyle('@import "x.css";')).toBe(false);
    expect(isAllowedStyle('.a{background:url(https://example.org/a.png)}')).toBe(false);
    expect(isAllowedStyle('.a{background:u\\72l(https://example.org/a.png)}')).toBe(false);
  });
});

describe('messages between extension and page', () => {
  it('are recognised', () => {
    expect(isToPage({ type: 'diagram', uri: 'file:///a.arch', svg: '<svg/>', title: 'A', views: [] })).toBe(true);
    expect(isToPage({ type: 'busy' })).toBe(true);
    expect(isFromPage({ type: 'locate', id: 'web' })).toBe(true);
    expect(isFromPage({ type: 'ready' })).toBe(true);
    expect(isPreviewState({ uri: 'file:///a.arch', view: undefined })).toBe(true);
  });

  it.each([undefined, null, 'ready', 7, {}, { type: 'locate' }, { type: 'locate', id: 7 }, { type: 'run' }])(
    'are refused when they are something else: %j',
    (value) => {
      expect(isFromPage(value)).toBe(false);
      expect(isToPage(value)).toBe(false);
      expect(isPreviewState(value)).toBe(false);
    },
  );
});
