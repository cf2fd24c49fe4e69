/** How differences can be told. */
export const diffFormats = ['pretty', 'md', 'json'] as const;
export type DiffFormat = (typeof diffFormats)[number];
