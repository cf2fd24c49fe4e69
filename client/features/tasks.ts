/**
 * The task `faultline: check`: the command line in the terminal, its findings among the problems. A project's own
 * installation comes first, so that the editor and CI check by the same rules; without one the extension's own is run.
 *
 * Invariant: needs Node, and runs code of the workspace's: offered on the desktop and in trusted workspaces only.
 */
import * as vscode from 'vscode';

const taskType = 'faultline';
const problemMatcher = '$faultline';

interface CheckDefinition extends vscode.TaskDefinition {
  readonly type: typeof taskType;
  readonly command: 'check';
  /** What to check, from the folder; the whole of it where there is nothing said. */
  readonly paths?: readonly string[];
  /** The least severity that makes the task fail. */
  readonly threshold?: string;
}

export function registerTasks(extension: vscode.Uri): vscode.Disposable {
  const bundled = vscode.Uri.joinPath(extension, 'dist', 'cli', 'main.js');
  return vscode.tasks.registerTaskProvider(taskType, {
    provideTasks: async () => {
      const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
      const local = folders.filter(({ uri }) => uri.scheme === 'file');
      return Promise.all(local.map((folder) => checkTask({ type: taskType, command: 'check' }, folder, bundled)));
    },
    resolveTask: async ({ definition, scope }) => {
      const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
      if (folder === undefined || !isCheck(definition)) return undefined;
      return checkTask(definition, folder, bundled);
    },
  });
}

const isCheck = (definition: vscode.TaskDefinition): definition is CheckDefinition =>
  definition.type === taskType && definition['command'] === 'check';

async function checkTask(
  definition: CheckDefinition,
  folder: vscode.WorkspaceFolder,
  bundled: vscode.Uri,
): Promise<vscode.Task> {
  const own = vscode.Uri.joinPath(folder.uri, 'node_modules', 'faultline', 'dist', 'cli', 'main.js');
  const cli = (await exists(own)) ? own : bundled;
  const { paths = [], threshold } = definition;
  const options = ['--format', 'unix', ...(threshold === undefined ? [] : ['--threshold', threshold])];
  const execution = new vscode.ProcessExecution(process.execPath, [cli.fsPath, 'check', ...options, ...paths], {
    cwd: folder.uri.fsPath,
    // On the desktop the extension's process is Electron, which is a Node when it is told so.
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const task = new vscode.Task(definition, folder, 'check', 'faultline', execution, problemMatcher);
  task.group = vscode.TaskGroup.Test;
  task.detail = vscode.l10n.t('Checks all models of the folder, as CI does');
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent };
  return task;
}

const exists = async (uri: vscode.Uri): Promise<boolean> =>
  vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
