/** How scenarios can be reported. */
export const testFormats = ['pretty', 'json', 'junit'] as const;
export type TestFormat = (typeof testFormats)[number];
