/** What the layout thread is asked and answers: one question at a time. */
import type { ElkNode } from 'elkjs/lib/elk-api.js';

export interface LayoutQuestion {
  readonly graph: ElkNode;
}

export type LayoutAnswer = { readonly laid: ElkNode } | { readonly failure: string };
