/** The view `Findings`: what the rules found in all projects, by rule and file. */
import * as vscode from 'vscode';
import type { Severity } from '../../language/model/finding.ts';
import type { FindingItem, FindingsResult, Status } from '../../server/protocol.ts';
import type { Server } from '../server.ts';
import { bySeverity, countedFindings, countedSeverity } from '../wording.ts';
import { severityIcon } from './appearance.ts';
import { Debounced } from './debounce.ts';
import { atLeast, groupFindings, type FileGroup, type RuleGroup } from './finding-groups.ts';
import { keyOf } from './levels.ts';
import { openLocation } from './open.ts';
import { suppress } from './suppress.ts';

const viewId = 'faultline.findings';
const filterKey = 'faultline.findings.least';
const pause = 200;
/** Whoever has more has another problem than reading them. */
const mostFindings = 5000;

type Node = RuleGroup | FileGroup | FindingItem;

const isRule = (node: Node): node is RuleGroup => 'files' in node;
const isFile = (node: Node): node is FileGroup => 'findings' in node;

export function registerFindingsView(server: Server, memory: vscode.Memento): vscode.Disposable {
  const tree = new FindingsTree(server, readLeast(memory));
  const view = vscode.window.createTreeView<Node>(viewId, { treeDataProvider: tree, showCollapseAll: true });
  const refresh = new Debounced(() => tree.refresh(), pause);
  const findingOf = (argument: unknown): FindingItem | undefined => {
    const node = (argument ?? view.selection[0]) as Node | undefined;
    return node === undefined || isRule(node) || isFile(node) ? undefined : node;
  };
  const onFinding = (command: string, act: (finding: FindingItem) => Thenable<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(command, async (argument?: unknown) => {
      const finding = findingOf(argument);
      if (finding !== undefined) await act(finding);
    });
  tree.onDidLoad((hidden) => {
    view.message = hidden > 0 ? hiddenText(hidden) : '';
  });
  void announce(tree.least);

  return vscode.Disposable.from(
    view,
    refresh,
    tree,
    onFinding('faultline.findings.open', (finding) => openLocation(finding, true)),
    onFinding('faultline.findings.explain', ({ id }) => vscode.commands.executeCommand('faultline.explainFinding', id)),
    onFinding('faultline.findings.suppress', suppress),
    vscode.commands.registerCommand('faultline.findings.filter', async () => {
      const least = await chooseLeast(tree.least);
      if (least === undefined) return;
      tree.filter(least);
      await memory.update(filterKey, least);
      await announce(least);
    }),
    server.on('faultline/findingsChanged', () => {
      refresh.call();
    }),
    server.on('faultline/status', (status) => {
      view.badge = badgeOf(status);
    }),
    server.onDidChangeState((state) => {
      if (state !== 'running') view.badge = undefined;
      refresh.call();
    }),
  );
}

const announce = (least: Severity): Thenable<void> =>
  vscode.commands.executeCommand('setContext', 'faultline.findings.filtered', least !== 'hint');

const readLeast = (memory: vscode.Memento): Severity =>
  bySeverity.find((severity) => severity === memory.get(filterKey)) ?? 'hint';

/** Notes and hints ask for nothing, so they are not counted on the icon. */
function badgeOf({ errors, warnings }: Status): vscode.ViewBadge | undefined {
  const value = errors + warnings;
  return value === 0 ? undefined : { value, tooltip: countedFindings({ error: errors, warning: warnings }) };
}

const hiddenText = (hidden: number): string =>
  hidden === 1
    ? vscode.l10n.t('1 less severe finding is hidden by the filter.')
    : vscode.l10n.t('{0} less severe findings are hidden by the filter.', hidden);

interface LeastItem extends vscode.QuickPickItem {
  readonly severity: Severity;
}

async function chooseLeast(current: Severity): Promise<Severity | undefined> {
  const labels: Readonly<Record<Severity, string>> = {
    hint: vscode.l10n.t('Everything'),
    info: vscode.l10n.t('Errors, warnings and notes'),
    warning: vscode.l10n.t('Errors and warnings'),
    error: vscode.l10n.t('Errors only'),
  };
  const items = bySeverity.toReversed().map((severity): LeastItem => ({
    severity,
    label: labels[severity],
    ...(severity === current && { description: vscode.l10n.t('shown now') }),
  }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which findings to show') });
  return picked?.severity;
}

class FindingsTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #server: Server;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #loaded = new vscode.EventEmitter<number>();
  #least: Severity;
  readonly onDidChangeTreeData = this.#changed.event;
  /** Says how many findings the filter hides. */
  readonly onDidLoad = this.#loaded.event;

  constructor(server: Server, least: Severity) {
    this.#server = server;
    this.#least = least;
  }

  get least(): Severity {
    return this.#least;
  }

  filter(least: Severity): void {
    this.#least = least;
    this.refresh();
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#loaded.dispose();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) return this.#rules();
    if (isRule(node)) return [...node.files];
    return isFile(node) ? [...node.findings] : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (isRule(node)) return ruleItem(node);
    return isFile(node) ? fileItem(node) : findingItem(node);
  }

  async #rules(): Promise<RuleGroup[]> {
    const none: FindingsResult = { items: [], more: 0 };
    const { items } = (await this.#server.request('faultline/findings', { limit: mostFindings })) ?? none;
    const shown = atLeast(items, this.#least);
    this.#loaded.fire(items.length - shown.length);
    return groupFindings(shown);
  }
}

function ruleItem({ rule, severity, count }: RuleGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(rule, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = rule;
  item.iconPath = severityIcon(severity);
  item.description = String(count);
  const found = count === 1 ? vscode.l10n.t('1 finding') : vscode.l10n.t('{0} findings', count);
  item.tooltip = `${rule}\n${found}`;
  item.accessibilityInformation = { label: `${rule}, ${countedSeverity(severity, 1)}, ${found}` };
  return item;
}

function fileItem({ rule, uri, findings }: FileGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.Uri.parse(uri), vscode.TreeItemCollapsibleState.Expanded);
  const name = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
  item.id = keyOf([rule, uri]);
  item.iconPath = vscode.ThemeIcon.File;
  item.description = String(findings.length);
  item.tooltip = name;
  item.accessibilityInformation = {
    label: `${name}, ${findings.length === 1 ? vscode.l10n.t('1 finding') : vscode.l10n.t('{0} findings', findings.length)}`,
  };
  return item;
}

function findingItem(finding: FindingItem): vscode.TreeItem {
  const { message, severity, range } = finding;
  const [first = message] = message.split('\n', 1);
  const plain = first.replaceAll('`', '');
  const line = vscode.l10n.t('line {0}', range.start.line + 1);
  const item = new vscode.TreeItem(plain);
  item.iconPath = severityIcon(severity);
  item.description = line;
  item.tooltip = new vscode.MarkdownString(message);
  item.contextValue = 'finding';
  item.accessibilityInformation = { label: `${countedSeverity(severity, 1)}, ${line}: ${message.replaceAll('`', '')}` };
  item.command = { command: 'faultline.findings.open', title: vscode.l10n.t('Open'), arguments: [finding] };
  return item;
}
