/** What is so or not. */
import { map, words } from '../pattern.ts';
import type { Pattern } from '../pattern.ts';

export const yes: Pattern<boolean> = map(words({ yes: 'it is so', no: 'it is not so' }), (word) => word === 'yes');
