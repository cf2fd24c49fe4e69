/** How kinds and severities look in the views: VS Code's own icons and colours, so that every theme fits. */
import { ThemeColor, ThemeIcon } from 'vscode';
import type { Severity } from '../../language/model/finding.ts';
import type { OutlineItem } from '../../server/protocol.ts';

const kindIcons: Readonly<Record<string, string>> = {
  system: 'package',
  service: 'server-process',
  function: 'symbol-event',
  worker: 'gear',
  gateway: 'split-horizontal',
  client: 'device-mobile',
  device: 'circuit-board',
  actor: 'person',
  external: 'cloud',
  store: 'database',
  cache: 'zap',
  queue: 'inbox',
  topic: 'broadcast',
  log: 'list-ordered',
  consensus: 'organization',
  boundary: 'shield',
  flow: 'arrow-right',
  operation: 'play-circle',
  data: 'symbol-structure',
  team: 'account',
  region: 'globe',
  zone: 'location',
  rack: 'layers',
  site: 'home',
  edge: 'radio-tower',
  technology: 'library',
  decision: 'law',
  option: 'git-branch',
  scenario: 'beaker',
  view: 'eye',
};

const groupIcons: Readonly<Partial<Record<OutlineItem['is'], string>>> = {
  project: 'root-folder',
  owner: 'account',
  unowned: 'question',
  unplaced: 'question',
};

export const iconOf = ({ is, kind }: OutlineItem): ThemeIcon =>
  new ThemeIcon(groupIcons[is] ?? kindIcons[kind ?? ''] ?? 'symbol-misc');

const severityLooks: Readonly<Record<Severity, { readonly icon: string; readonly colour: string }>> = {
  error: { icon: 'error', colour: 'list.errorForeground' },
  warning: { icon: 'warning', colour: 'list.warningForeground' },
  info: { icon: 'info', colour: 'editorInfo.foreground' },
  hint: { icon: 'lightbulb', colour: 'descriptionForeground' },
};

export const colourOf = (severity: Severity): ThemeColor => new ThemeColor(severityLooks[severity].colour);

export const severityIcon = (severity: Severity): ThemeIcon =>
  new ThemeIcon(severityLooks[severity].icon, colourOf(severity));
