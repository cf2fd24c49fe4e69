/** Milliseconds that one test inside VS Code may take. */
export const timeout = 20_000;
