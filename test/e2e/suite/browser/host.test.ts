import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { file } from '../workspace.ts';

/** That these tests prove something about browsers. */
describe('The extension host of a browser', () => {
  it('is a worker without Node', () => {
    assert.equal(vscode.env.uiKind, vscode.UIKind.Web);
    const globals = globalThis as { readonly process?: unknown; readonly WorkerGlobalScope?: unknown };
    assert.equal(globals.process, undefined);
    assert.equal(typeof globals.WorkerGlobalScope, 'function');
  });

  it('reads the project through the editor', () => {
    assert.notEqual(file('shop.arch').scheme, 'file');
  });
});
