import * as vscode from 'vscode';
import type { Position, Range } from '../../language/model/finding.ts';
import type { ShowReferences } from '../../server/protocol.ts';

/** What a lens names as its command: VS Code's own takes its own types, which no server can send. */
const showReferencesCommand = 'faultline.showReferences';

export function registerReferences(): vscode.Disposable {
  return vscode.commands.registerCommand(showReferencesCommand, ({ uri, position, locations }: ShowReferences) =>
    vscode.commands.executeCommand(
      'editor.action.showReferences',
      vscode.Uri.parse(uri),
      positionOf(position),
      locations.map((location) => new vscode.Location(vscode.Uri.parse(location.uri), rangeOf(location.range))),
    ),
  );
}

const positionOf = ({ line, character }: Position): vscode.Position => new vscode.Position(line, character);
const rangeOf = ({ start, end }: Range): vscode.Range => new vscode.Range(positionOf(start), positionOf(end));
