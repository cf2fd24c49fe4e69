/** In which forms `faultline threats` writes; apart from the writers, which are loaded when they are needed. */
export const threatFormats = [
  'md',
  'html',
  'json',
  'csv',
  'sarif',
  'otm',
  'threat-dragon',
  'cyclonedx',
  'threagile',
] as const;
export type ThreatFormat = (typeof threatFormats)[number];
