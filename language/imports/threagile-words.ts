/** Threagile's words in those of the notation (threagile.io, schema of version 1.0). */
import type { computeKinds, stateKinds } from '../vocabulary/kinds.ts';
import type { KeyValues } from '../vocabulary/vocabulary.ts';

type Kind = 'external' | (typeof computeKinds)[number] | (typeof stateKinds)[number];
type Role = KeyValues['role'][number];

/** Five levels of Threagile’s on four: `restricted` is for a limited audience, without harm when it leaks. */
export const confidentiality: Readonly<Record<string, KeyValues['classification']>> = {
  public: 'public',
  internal: 'internal',
  restricted: 'internal',
  confidential: 'confidential',
  'strictly-confidential': 'restricted',
};

/** How bad a loss of integrity or availability is. */
export const criticality: Readonly<Record<string, KeyValues['integrity']>> = {
  archive: 'low',
  operational: 'low',
  important: 'medium',
  critical: 'high',
  'mission-critical': 'critical',
};

/** What a process is by its technology; any other is a service. */
export const processKinds: Readonly<Record<string, Kind>> = {
  browser: 'client',
  'client-system': 'client',
  desktop: 'client',
  'devops-client': 'client',
  'mobile-app': 'client',
  cli: 'client',
  'iot-device': 'device',
  'load-balancer': 'gateway',
  'reverse-proxy': 'gateway',
  gateway: 'gateway',
  'service-mesh': 'gateway',
  waf: 'gateway',
  ids: 'gateway',
  ips: 'gateway',
  function: 'function',
  'batch-processing': 'worker',
  'event-listener': 'worker',
  scheduler: 'worker',
  task: 'worker',
  'message-queue': 'queue',
  'stream-processing': 'worker',
};

/** What keeps data by its technology; any other is a store. */
export const storeKinds: Readonly<Record<string, Kind>> = {
  'message-queue': 'queue',
};

/** What a technology is to an attacker; one that is not here is kept as a comment. */
export const roles: Readonly<Record<string, readonly Role[]>> = {
  browser: ['browser'],
  'devops-client': ['workstation'],
  'web-server': ['web-application'],
  'web-application': ['web-application'],
  'application-server': ['web-application'],
  database: ['database'],
  'file-server': ['file-store'],
  'local-file-system': ['file-store'],
  'block-storage': ['file-store'],
  erp: ['business-application', 'web-application'],
  cms: ['content-management', 'web-application'],
  'report-engine': ['web-application'],
  'web-service-rest': ['web-service'],
  'web-service-soap': ['web-service'],
  'search-index': ['search-engine'],
  'search-engine': ['search-engine'],
  'service-registry': ['service-registry'],
  'reverse-proxy': ['proxy'],
  gateway: ['proxy'],
  'service-mesh': ['proxy'],
  'load-balancer': ['load-balancer'],
  'build-pipeline': ['build-pipeline'],
  'sourcecode-repository': ['source-repository'],
  'artifact-registry': ['artifact-registry'],
  monitoring: ['monitoring'],
  'ldap-server': ['directory'],
  'identity-store-ldap': ['directory', 'identity-store'],
  'identity-store-database': ['database', 'identity-store'],
  'identity-provider': ['identity-provider', 'web-application'],
  'container-platform': ['container-platform'],
  'message-queue': ['message-broker'],
  'stream-processing': ['message-broker'],
  'mail-server': ['mail-server'],
  vault: ['vault'],
  hsm: ['vault'],
  waf: ['waf'],
  ids: ['intrusion-detection'],
  ips: ['intrusion-detection'],
  mainframe: ['mainframe'],
  library: ['library'],
};

interface Protocol {
  readonly over: KeyValues['over'] | undefined;
  /** The notation's word says all of it. */
  readonly exact?: true;
}

/** Of protocols that the notation has no word for: what they run on, and so whether they are encrypted. */
export const protocols: Readonly<Record<string, Protocol>> = {
  'unknown-protocol': { over: undefined },
  http: { over: 'http', exact: true },
  https: { over: 'https', exact: true },
  ws: { over: 'ws', exact: true },
  wss: { over: 'wss', exact: true },
  mqtt: { over: 'mqtt', exact: true },
  ssh: { over: 'ssh', exact: true },
  ldap: { over: 'ldap', exact: true },
  ldaps: { over: 'ldaps', exact: true },
  nfs: { over: 'nfs', exact: true },
  smb: { over: 'smb', exact: true },
  ftp: { over: 'ftp', exact: true },
  ftps: { over: 'ftps', exact: true },
  sftp: { over: 'sftp', exact: true },
  smtp: { over: 'smtp', exact: true },
  'smb-encrypted': { over: 'smbs', exact: true },
  'smtp-encrypted': { over: 'smtps', exact: true },
  'reverse-proxy-web-protocol': { over: 'http' },
  'reverse-proxy-web-protocol-encrypted': { over: 'https' },
  jdbc: { over: 'sql' },
  'jdbc-encrypted': { over: 'sqls' },
  odbc: { over: 'sql' },
  'odbc-encrypted': { over: 'sqls' },
  'sql-access-protocol': { over: 'sql' },
  'sql-access-protocol-encrypted': { over: 'sqls' },
  'nosql-access-protocol': { over: 'sql' },
  'nosql-access-protocol-encrypted': { over: 'sqls' },
  iiop: { over: 'rmi' },
  'iiop-encrypted': { over: 'rmis' },
  jrmp: { over: 'rmi' },
  'jrmp-encrypted': { over: 'rmis' },
  binary: { over: 'tcp' },
  'binary-encrypted': { over: 'tls' },
  text: { over: 'tcp' },
  'text-encrypted': { over: 'tls' },
  pop3: { over: 'tcp' },
  'pop3-encrypted': { over: 'tls' },
  imap: { over: 'tcp' },
  'imap-encrypted': { over: 'tls' },
  jms: { over: 'tcp' },
  nrpe: { over: 'tcp' },
  xmpp: { over: 'tcp' },
  'ssh-tunnel': { over: 'ssh' },
  scp: { over: 'ssh' },
  'local-file-access': { over: 'local' },
  'in-process-library-call': { over: 'local' },
  'inter-process-communication': { over: 'local' },
  'container-spawning': { over: 'local' },
};

/** `externalized` says that somebody else sees to it, not how. */
export const authentication: Readonly<Record<string, KeyValues['authenticates'] | undefined>> = {
  none: 'none',
  credentials: 'password',
  'session-id': 'session',
  token: 'token',
  'client-certificate': 'certificate',
  'two-factor': 'two-factor',
  externalized: undefined,
};

/** By whose rights the target decides. */
export const authorization: Readonly<Record<string, KeyValues['authorises']>> = {
  none: 'none',
  'technical-user': 'technical',
  'enduser-identity-propagation': 'end-user',
  'end-user-identity-propagation': 'end-user',
};

/** How data lies on disk. */
export const encryption: Readonly<Record<string, KeyValues['at-rest']>> = {
  none: 'plain',
  transparent: 'encrypted',
  'data-with-symmetric-shared-key': 'encrypted',
  'data-with-asymmetric-shared-key': 'encrypted',
  'data-with-enduser-individual-key': 'encrypted-per-user',
  'data-with-end-user-individual-key': 'encrypted-per-user',
};

/** What an asset runs in. */
export const machines: Readonly<Record<string, KeyValues['machine']>> = {
  physical: 'physical',
  virtual: 'virtual',
  container: 'container',
  serverless: 'serverless',
};

/** What an asset reads from others. */
export const dataFormats: Readonly<Record<string, KeyValues['accepts'][number]>> = {
  json: 'json',
  xml: 'xml',
  csv: 'csv',
  file: 'files',
  serialization: 'objects',
};

/** What a boundary consists of. */
export const boundaryKinds: Readonly<Record<string, KeyValues['kind']>> = {
  'network-on-prem': 'network',
  'network-dedicated-hoster': 'network',
  'network-virtual-lan': 'network',
  'network-cloud-provider': 'network',
  'network-cloud-security-group': 'network',
  'network-policy-namespace-isolation': 'network',
  'execution-environment': 'machine',
};
