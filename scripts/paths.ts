import path from 'node:path';

/** The repository's root: every script works from here, whatever folder it is started in. */
export const root = path.resolve(import.meta.dirname, '..');

export const fromRoot = (...segments: string[]): string => path.join(root, ...segments);
