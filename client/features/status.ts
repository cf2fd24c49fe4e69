import * as vscode from 'vscode';
import type { Status } from '../../server/protocol.ts';
import { documentSelector } from '../selectors.ts';
import type { Server, ServerState } from '../server.ts';
import { countedFindings } from '../wording.ts';

/** The language status item: whether the server is there, what it is doing, and how many findings there are. */
export function registerStatus(server: Server): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('faultline.status', documentSelector());
  item.name = 'Faultline';
  let latest: Status | undefined;

  const show = (): void => {
    Object.assign(item, describe(server.state, latest));
  };
  show();
  return vscode.Disposable.from(
    item,
    server.onDidChangeState((state) => {
      if (state !== 'running') latest = undefined;
      show();
    }),
    server.on('faultline/status', (status) => {
      latest = status;
      show();
    }),
  );
}

type Appearance = Pick<vscode.LanguageStatusItem, 'text' | 'severity' | 'busy' | 'detail' | 'command'>;

const showLog: vscode.Command = { title: vscode.l10n.t('Show Log'), command: 'faultline.showLog' };
const showProblems: vscode.Command = {
  title: vscode.l10n.t('Show Problems'),
  command: 'workbench.actions.view.problems',
};
const restart: vscode.Command = { title: vscode.l10n.t('Restart Server'), command: 'faultline.restartServer' };

function describe(state: ServerState, status: Status | undefined): Appearance {
  const { Error, Warning, Information } = vscode.LanguageStatusSeverity;
  if (state === 'starting') {
    return {
      text: vscode.l10n.t('Starting…'),
      detail: vscode.l10n.t('language server'),
      severity: Information,
      busy: true,
      command: showLog,
    };
  }
  if (state === 'stopped') {
    return {
      text: vscode.l10n.t('Stopped'),
      detail: vscode.l10n.t('language server'),
      severity: Error,
      busy: false,
      command: restart,
    };
  }
  if (status === undefined) {
    return {
      text: vscode.l10n.t('Ready'),
      detail: vscode.l10n.t('language server'),
      severity: Information,
      busy: false,
      command: showLog,
    };
  }
  const { errors, warnings, busy, documents } = status;
  return {
    text: countedFindings({ error: errors, warning: warnings }) || vscode.l10n.t('No findings'),
    detail: documents === 1 ? vscode.l10n.t('in 1 document') : vscode.l10n.t('in {0} documents', documents),
    severity: errors > 0 ? Error : warnings > 0 ? Warning : Information,
    busy,
    command: errors + warnings > 0 ? showProblems : showLog,
  };
}
