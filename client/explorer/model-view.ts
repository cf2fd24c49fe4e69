/** The view `Model`: what the projects declare, by kind, by owner or by where it stands. */
import * as vscode from 'vscode';
import { outlineGroupings, type LocateParams, type OutlineGrouping, type OutlineItem } from '../../server/protocol.ts';
import type { Server } from '../server.ts';
import { countedFindings } from '../wording.ts';
import { iconOf } from './appearance.ts';
import { Debounced } from './debounce.ts';
import { decoratedUri, registerDecorations } from './decorations.ts';
import { keyOf, Levels } from './levels.ts';
import { openLocation } from './open.ts';

const viewId = 'faultline.model';
const groupingKey = 'faultline.model.grouping';
/** Milliseconds: a tree that follows each keystroke would only flicker. */
const pause = 200;

/** The last line of a level that is not shown whole. */
interface Rest {
  readonly is: 'rest';
  readonly path: readonly string[];
  readonly more: number;
}

type Node = OutlineItem | Rest;

export function registerModelView(server: Server, memory: vscode.Memento): vscode.Disposable {
  const tree = new ModelTree(server, readGrouping(memory));
  const view = vscode.window.createTreeView<Node>(viewId, { treeDataProvider: tree, showCollapseAll: true });
  const refresh = new Debounced(() => tree.refresh(), pause);
  /** Of the item that a menu was opened on; by keyboard, of the selected one. */
  const entityOf = (argument: unknown): LocateParams | undefined => {
    const node = (argument ?? view.selection[0]) as Node | undefined;
    return node !== undefined && node.is !== 'rest' ? node.entity : undefined;
  };
  const onEntity = (command: string, act: (entity: LocateParams) => Thenable<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(command, async (argument?: unknown) => {
      const entity = entityOf(argument);
      if (entity !== undefined) await act(entity);
    });
  const show = async (entity: LocateParams, keepFocus: boolean): Promise<vscode.TextEditor | undefined> => {
    const place = await server.request('faultline/locate', entity);
    if (place) return openLocation(place, keepFocus);
    void vscode.window.showInformationMessage(vscode.l10n.t('This is nowhere in the text any more.'));
    return undefined;
  };
  const group = async (grouping: OutlineGrouping): Promise<void> => {
    tree.group(grouping);
    await memory.update(groupingKey, grouping);
    await announce(grouping);
  };
  void announce(tree.grouping);

  return vscode.Disposable.from(
    view,
    refresh,
    registerDecorations(),
    ...outlineGroupings.map((grouping) =>
      vscode.commands.registerCommand(`faultline.model.groupBy.${grouping}`, () => group(grouping)),
    ),
    onEntity('faultline.model.reveal', (entity) => show(entity, true)),
    onEntity('faultline.model.goToDeclaration', (entity) => show(entity, false)),
    onEntity('faultline.model.findReferences', async (entity) => {
      if (await show(entity, false)) await vscode.commands.executeCommand('editor.action.goToReferences');
    }),
    onEntity('faultline.model.revealInPreview', ({ id, uri }) =>
      vscode.commands.executeCommand('faultline.revealInPreview', vscode.Uri.parse(uri), id),
    ),
    vscode.commands.registerCommand('faultline.model.showMore', (rest: Rest) => {
      tree.extend(rest.path);
    }),
    server.on('faultline/modelChanged', () => {
      refresh.call();
    }),
    server.on('faultline/findingsChanged', () => {
      refresh.call();
    }),
    server.onDidChangeState(() => {
      refresh.call();
    }),
  );
}

const announce = (grouping: OutlineGrouping): Thenable<void> =>
  vscode.commands.executeCommand('setContext', groupingKey, grouping);

/** What was kept may stem from another version. */
const readGrouping = (memory: vscode.Memento): OutlineGrouping =>
  outlineGroupings.find((grouping) => grouping === memory.get(groupingKey)) ?? 'kind';

class ModelTree implements vscode.TreeDataProvider<Node> {
  readonly #server: Server;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #levels = new Levels();
  #grouping: OutlineGrouping;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(server: Server, grouping: OutlineGrouping) {
    this.#server = server;
    this.#grouping = grouping;
  }

  get grouping(): OutlineGrouping {
    return this.#grouping;
  }

  group(grouping: OutlineGrouping): void {
    this.#grouping = grouping;
    this.refresh();
  }

  extend(path: readonly string[]): void {
    this.#levels.extend(path);
    this.refresh();
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node?.is === 'rest') return [];
    const path = node?.path ?? [];
    const level = { grouping: this.#grouping, path, limit: this.#levels.limitOf(path) };
    const answer = await this.#server.request('faultline/outline', level);
    if (answer === undefined) return [];
    const { items, more } = answer;
    return more > 0 ? [...items, { is: 'rest', path, more }] : [...items];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.is === 'rest' ? restItem(node) : this.#itemOf(node);
  }

  #itemOf(node: OutlineItem): vscode.TreeItem {
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    const label = labelOf(node);
    const item = new vscode.TreeItem(label, node.hasChildren ? Collapsed : None);
    const detail = detailOf(node);
    const findings = countedFindings(node.findings);
    const key = keyOf([this.#grouping, ...node.path]);
    item.id = key;
    item.iconPath = iconOf(node);
    if (detail !== '') item.description = detail;
    const uri = decoratedUri(key, node.findings);
    if (uri !== undefined) item.resourceUri = uri;
    const kind = node.is === 'entity' ? `${node.kind ?? ''} ` : '';
    // What was found is added by the badge.
    item.tooltip = node.title === undefined ? `${kind}${label}` : `${kind}${label}\n${node.title}`;
    item.accessibilityInformation = {
      label: [`${kind}${label}`, detail, findings].filter((part) => part !== '').join(', '),
    };
    if (node.entity !== undefined) {
      item.contextValue = node.is;
      item.command = {
        command: 'faultline.model.reveal',
        title: vscode.l10n.t('Go to Declaration'),
        arguments: [node],
      };
    }
    return item;
  }
}

function labelOf({ is, label }: OutlineItem): string {
  if (is === 'unowned') return vscode.l10n.t('no owner');
  if (is === 'unplaced') return vscode.l10n.t('not said where');
  return label;
}

function detailOf({ title, members, copies }: OutlineItem): string {
  if (members !== undefined) return String(members);
  const counted =
    copies === undefined ? '' : copies === 1 ? vscode.l10n.t('1 copy') : vscode.l10n.t('{0} copies', copies);
  return [title ?? '', counted].filter((part) => part !== '').join(' · ');
}

function restItem(rest: Rest): vscode.TreeItem {
  const label = vscode.l10n.t('… and {0} more', rest.more);
  const item = new vscode.TreeItem(label);
  item.id = keyOf([...rest.path, '…', String(rest.more)]);
  item.tooltip = vscode.l10n.t('Show more');
  item.accessibilityInformation = {
    label: vscode.l10n.t('{0} more are not shown; press Enter to show more', rest.more),
  };
  item.command = { command: 'faultline.model.showMore', title: vscode.l10n.t('Show more'), arguments: [rest] };
  return item;
}
