/** What the extension and the page of an execution say to each other. Both sides check what they receive. */
import type { ExecutionResult, ExecutionStep } from '../../server/protocol.ts';

export type ShownExecution = Pick<Extract<ExecutionResult, { svg: string }>, 'title' | 'conclusion' | 'svg' | 'steps'>;

export interface ToExecutionPage extends ShownExecution {
  readonly type: 'execution';
}

export const fileFormats = ['svg', 'md', 'json'] as const;
export type FileFormat = (typeof fileFormats)[number];

export type FromExecutionPage =
  | { readonly type: 'ready' }
  | { readonly type: 'locate'; readonly id: string }
  | { readonly type: 'save'; readonly format: FileFormat };

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const hasStrings = (value: Fields, ...names: string[]): boolean =>
  names.every((name) => typeof value[name] === 'string');

const isStep = (value: unknown): value is ExecutionStep =>
  isFields(value) &&
  hasStrings(value, 'sentence') &&
  Array.isArray(value['state']) &&
  value['state'].every((row) => isFields(row) && hasStrings(row, 'process', 'holds'));

export const isToExecutionPage = (value: unknown): value is ToExecutionPage =>
  isFields(value) &&
  value['type'] === 'execution' &&
  hasStrings(value, 'title', 'conclusion', 'svg') &&
  Array.isArray(value['steps']) &&
  value['steps'].every(isStep);

export function isFromExecutionPage(value: unknown): value is FromExecutionPage {
  if (!isFields(value)) return false;
  if (value['type'] === 'locate') return hasStrings(value, 'id');
  if (value['type'] === 'save') return fileFormats.some((format) => format === value['format']);
  return value['type'] === 'ready';
}
