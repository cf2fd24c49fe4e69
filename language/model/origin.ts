/** Where a document comes from, as far as it matters to the model: what a project says comes before what the library does. */

/** `faultline-library:/<file>`. */
const LIBRARY_SCHEME = 'faultline-library:';

export const isLibrary = (uri: string): boolean => uri.startsWith(LIBRARY_SCHEME);
