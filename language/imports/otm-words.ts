/** What the Open Threat Model says in free words and in numbers from 0 to 100, in those of the notation. */

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
  const words = new Set(type.toLowerCase().split(/[^a-z0-9]+/));
  return KINDS.find(([, found]) => found.some((word) => words.has(word)))?.[0] ?? 'service';
}

/** A number from 0 to 100 as one of four words, a quarter of the range each. */
export function quarter<T>(rating: number | undefined, words: readonly [T, T, T, T]): T | undefined {
  if (rating === undefined) return undefined;
  return words[Math.min(3, Math.max(0, Math.floor(rating / 25)))];
}
