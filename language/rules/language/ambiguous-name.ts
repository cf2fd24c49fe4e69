import { problems } from '../rule.ts';

export default problems('ambiguous-name', 'error');
