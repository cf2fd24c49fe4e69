import { problems } from '../rule.ts';

export default problems('missing-name', 'error');
