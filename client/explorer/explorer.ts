/** The views of the activity bar: what they share is which of them have something to show. */
import { commands, Disposable, type Memento } from 'vscode';
import type { Server } from '../server.ts';
import { registerFindingsView } from './findings-view.ts';
import { registerModelView } from './model-view.ts';

export function registerExplorer(server: Server, memory: Memento): Disposable {
  const say = (name: string, value: unknown): Thenable<void> => commands.executeCommand('setContext', name, value);
  void say('faultline.server', server.state);
  return Disposable.from(
    registerModelView(server, memory),
    registerFindingsView(server, memory),
    server.onDidChangeState((state) => void say('faultline.server', state)),
    server.on('faultline/status', ({ documents, busy }) => {
      if (!busy) void say('faultline.hasModel', documents > 0);
    }),
  );
}
