/** Words of the notation in Threagile's, where one that is not said has a word of its own there. */
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { isStateKind } from '../../vocabulary/kinds.ts';

type Table<K extends string> = Readonly<Record<K, string>>;

export const confidentiality: Table<KeyValues['classification']> = {
  public: 'public',
  internal: 'internal',
  confidential: 'confidential',
  restricted: 'strictly-confidential',
};

export const harm: Table<KeyValues['integrity']> = {
  low: 'operational',
  medium: 'important',
  high: 'critical',
  critical: 'mission-critical',
};

export const encryption: Table<KeyValues['at-rest']> = {
  plain: 'none',
  encrypted: 'transparent',
  'encrypted-per-user': 'data-with-end-user-individual-key',
};

export const authorization: Table<KeyValues['authorises']> = {
  none: 'none',
  technical: 'technical-user',
  'end-user': 'end-user-identity-propagation',
};

export const formats: Table<KeyValues['accepts'][number]> = {
  json: 'json',
  xml: 'xml',
  csv: 'csv',
  files: 'file',
  objects: 'serialization',
};

const AUTHENTICATION: Partial<Table<KeyValues['authenticates']>> = {
  none: 'none',
  password: 'credentials',
  basic: 'credentials',
  scram: 'credentials',
  session: 'session-id',
  mtls: 'client-certificate',
  certificate: 'client-certificate',
  'two-factor': 'two-factor',
};
export const authenticationOf = (word: KeyValues['authenticates'] | undefined): string =>
  word === undefined ? 'none' : (AUTHENTICATION[word] ?? 'token');

const PROTOCOLS: Readonly<Record<string, string>> = {
  mtls: 'binary-encrypted',
  tls: 'binary-encrypted',
  quic: 'binary-encrypted',
  grpcs: 'binary-encrypted',
  amqps: 'binary-encrypted',
  mqtts: 'binary-encrypted',
  ipsec: 'binary-encrypted',
  wireguard: 'binary-encrypted',
  grpc: 'binary',
  tcp: 'binary',
  udp: 'binary',
  amqp: 'binary',
  sql: 'sql-access-protocol',
  sqls: 'sql-access-protocol-encrypted',
  smbs: 'smb-encrypted',
  smtps: 'smtp-encrypted',
  rmi: 'jrmp',
  rmis: 'jrmp-encrypted',
  local: 'inter-process-communication',
};
const SAME = new Set([
  'http',
  'https',
  'ws',
  'wss',
  'mqtt',
  'ssh',
  'ldap',
  'ldaps',
  'nfs',
  'smb',
  'ftp',
  'ftps',
  'sftp',
  'smtp',
]);
export const protocolOf = (word: string | undefined): string =>
  word === undefined ? 'unknown-protocol' : SAME.has(word) ? word : (PROTOCOLS[word] ?? 'unknown-protocol');

export const typeOf = (kind: string): string =>
  isStateKind(kind) || kind === 'consensus'
    ? 'datastore'
    : ['external', 'actor', 'client', 'device'].includes(kind)
      ? 'external-entity'
      : 'process';

const ROLES: Readonly<Record<string, string>> = {
  workstation: 'devops-client',
  'web-service': 'web-service-rest',
  proxy: 'reverse-proxy',
  'intrusion-detection': 'ids',
  'file-store': 'file-server',
  directory: 'ldap-server',
  'identity-store': 'identity-store-database',
  'message-broker': 'message-queue',
  'source-repository': 'sourcecode-repository',
  'business-application': 'erp',
  'content-management': 'cms',
  'language-model': 'ai',
};
const SAME_ROLE = new Set([
  'browser',
  'web-application',
  'load-balancer',
  'waf',
  'database',
  'search-engine',
  'identity-provider',
  'vault',
  'service-registry',
  'container-platform',
  'artifact-registry',
  'build-pipeline',
  'monitoring',
  'mail-server',
  'mainframe',
  'library',
]);
const KINDS: Readonly<Record<string, string>> = {
  client: 'client-system',
  device: 'iot-device',
  function: 'function',
  gateway: 'gateway',
  worker: 'batch-processing',
  queue: 'message-queue',
  topic: 'message-queue',
  log: 'message-queue',
};
export const technologyOf = (kind: string, roles: readonly string[]): string =>
  roles.flatMap((role) => (SAME_ROLE.has(role) ? role : (ROLES[role] ?? [])))[0] ?? KINDS[kind] ?? 'unknown-technology';

export const boundaryOf = (kind: KeyValues['kind'] | undefined): string =>
  kind === 'process' || kind === 'machine'
    ? 'execution-environment'
    : kind === 'account'
      ? 'network-cloud-provider'
      : 'network-on-prem';

export const strideOf = (category: string | undefined): string =>
  category === undefined || category === 'privacy' ? 'information-disclosure' : category.replaceAll(' ', '-');

const at =
  (from: readonly string[], to: readonly string[]) =>
  (word: string): string =>
    to[from.indexOf(word)] ?? to[0] ?? '';
export const likelihoodOf = at(
  ['unlikely', 'possible', 'likely', 'very likely'],
  ['unlikely', 'likely', 'very-likely', 'frequent'],
);
export const impactOf = at(['little', 'noticeable', 'serious', 'severe'], ['low', 'medium', 'high', 'very-high']);
