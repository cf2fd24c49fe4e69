import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as vscode from 'vscode';
import { file } from './workspace.ts';

describe('The task of Faultline', () => {
  it('runs the command line, which prints what the problem matcher reads', async () => {
    const [task] = await vscode.tasks.fetchTasks({ type: 'faultline' });
    assert.equal(task?.name, 'check');
    assert.deepEqual(task.problemMatchers, ['$faultline']);
    const { execution } = task;
    assert.ok(execution instanceof vscode.ProcessExecution);
    const { process: command, args, options } = execution;
    const env = { ...process.env, ...options?.env };
    const { stdout, stderr, status } = spawnSync(command, args, { cwd: options?.cwd, env, encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.equal(status, 1);
    assert.match(stdout, /^typing\.arch:3:3: error\[language\/unknown-key\]: /m);
  });

  it('is that of the opened folder', async () => {
    const [task] = await vscode.tasks.fetchTasks({ type: 'faultline' });
    const scope = task?.scope as vscode.WorkspaceFolder;
    assert.equal(vscode.Uri.joinPath(scope.uri, 'shop.arch').toString(), file('shop.arch').toString());
  });
});
