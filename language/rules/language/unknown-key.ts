import { problems } from '../rule.ts';

export default problems('unknown-key', 'error');
