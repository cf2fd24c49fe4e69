/** Begins what the tests inside VS Code report, among all that VS Code itself writes to the same console. */
export const reportMark = '[e2e] ';
