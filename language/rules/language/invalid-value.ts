import { problems } from '../rule.ts';

export default problems('invalid-value', 'error');
