import { problems } from '../rule.ts';

export default problems('syntax', 'error');
