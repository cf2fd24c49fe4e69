import { problems } from '../rule.ts';

export default problems('unknown-kind', 'error');
