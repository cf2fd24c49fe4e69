/** How rules can be listed. */
export const rulesFormats = ['pretty', 'json', 'md'] as const;
export type RulesFormat = (typeof rulesFormats)[number];
