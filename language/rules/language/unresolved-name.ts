import { problems } from '../rule.ts';

export default problems('unresolved-name', 'error');
