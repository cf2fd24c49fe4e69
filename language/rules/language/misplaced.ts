import { problems } from '../rule.ts';

export default problems('misplaced', 'error');
