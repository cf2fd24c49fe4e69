import { commands, type Disposable, type ExtensionContext } from 'vscode';

/** `Get Started`: the walkthrough, which VS Code otherwise shows among those of all extensions. */
export const registerWalkthrough = ({ extension }: ExtensionContext): Disposable =>
  commands.registerCommand('faultline.openWalkthrough', () =>
    commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#start`, false),
  );
