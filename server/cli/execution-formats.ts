/** How an execution is written; apart from what writes it, which is loaded only when it does. */
export const executionFormats = ['text', 'md', 'svg', 'json'] as const;
export type ExecutionFormat = (typeof executionFormats)[number];
