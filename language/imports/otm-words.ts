/** What the Open Threat Model says in free words and in numbers from 0 to 100, in those of the notation. */

import type { KeyValues } from '../vocabulary/vocabulary.ts';

/** Words in the type of a component, and what such a component is; the first that occurs holds. */
const KINDS: readonly (readonly [kind: string, words: readonly string[]])[] = [
  ['client', ['client', 'browser', 'mobile', 'desktop', 'spa', 'app-client']],
  ['device', ['device', 'iot', 'sensor']],
  ['actor', ['actor', 'user', 'person']],
  ['cache', ['cache', 'redis', 'memcached', 'elasticache']],
  ['queue', ['queue', 'sqs']],
  ['topic', ['topic', 'sns', 'pubsub', 'eventbridge']],
  ['log', ['kafka', 'kinesis', 'stream']],
  ['function', ['function', 'lambda', 'faas']],
  ['gateway', ['gateway', 'balancer', 'proxy', 'firewall', 'waf', 'cdn', 'ingress']],
  ['worker', ['worker', 'job', 'scheduler', 'batch']],
  [
    'store',
    [
      'database',
      'db',
      'datastore',
      'storage',
      'store',
      'bucket',
      's3',
      'rds',
      'dynamodb',
      'sql',
      'nosql',
      'filesystem',
    ],
  ],
  ['external', ['external', 'third', 'thirdparty']],
];

/** @param type as the file has it: `web-client`, `CD-V2-AWS-LAMBDA-FUNCTION`, `generic-client`. */
export function kindOf(type: string): string {
  const words = wordsIn(type);
  return KINDS.find(([, found]) => found.some((word) => words.has(word)))?.[0] ?? 'service';
}

/** What such a component is to an attacker; each line whose words all occur adds one. */
const ROLES: readonly (readonly [role: KeyValues['role'][number], words: readonly string[]])[] = [
  ['browser', ['browser']],
  ['web-application', ['web', 'application']],
  ['web-application', ['web', 'app']],
  ['web-application', ['web', 'server']],
  ['web-application', ['web', 'ui']],
  ['web-service', ['web', 'service']],
  ['web-service', ['rest']],
  ['proxy', ['proxy']],
  ['load-balancer', ['balancer']],
  ['waf', ['waf']],
  ['database', ['database']],
  ['database', ['db']],
  ['database', ['sql']],
  ['database', ['rds']],
  ['database', ['dynamodb']],
  ['file-store', ['bucket']],
  ['file-store', ['s3']],
  ['file-store', ['filesystem']],
  ['directory', ['ldap']],
  ['identity-provider', ['identity', 'provider']],
  ['vault', ['vault']],
  ['message-broker', ['queue']],
  ['message-broker', ['broker']],
  ['message-broker', ['kafka']],
];

export function rolesOf(type: string): readonly string[] {
  const words = wordsIn(type);
  return [...new Set(ROLES.flatMap(([role, needed]) => (needed.every((word) => words.has(word)) ? role : [])))];
}

const wordsIn = (type: string): ReadonlySet<string> => new Set(type.toLowerCase().split(/[^a-z0-9]+/));

/** A number from 0 to 100 as one of four words, a quarter of the range each. */
export function quarter<T>(rating: number | undefined, words: readonly [T, T, T, T]): T | undefined {
  if (rating === undefined) return undefined;
  return words[Math.min(3, Math.max(0, Math.floor(rating / 25)))];
}
