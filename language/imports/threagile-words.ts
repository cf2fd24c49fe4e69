/** Threagile's words in those of the notation (threagile.io, schema of version 1.0). */
import { computeKinds, stateKinds } from '../vocabulary/kinds.ts';
import type { KeyValues } from '../vocabulary/vocabulary.ts';

type Kind = 'external' | (typeof computeKinds)[number] | (typeof stateKinds)[number];

/** Five levels of Threagile's on four: `restricted` is for a limited audience, without harm when it leaks. */
export const confidentiality: Readonly<Record<string, KeyValues['classification']>> = {
  public: 'public',
  internal: 'internal',
  restricted: 'internal',
  confidential: 'confidential',
  'strictly-confidential': 'restricted',
};

/** How bad a loss of integrity is. */
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
export const storeKinds: Readonly<Record<string, Kind>> = { 'message-queue': 'queue' };

/** Of protocols that the notation has no word for, what they run on, and so whether they are encrypted. */
export const protocols: Readonly<
  Record<string, { readonly over: KeyValues['over'] | undefined; readonly exact?: true }>
> = {
  'unknown-protocol': { over: undefined },
  http: { over: 'http', exact: true },
  https: { over: 'https', exact: true },
  ws: { over: 'http' },
  wss: { over: 'https' },
  'reverse-proxy-web-protocol': { over: 'http' },
  'reverse-proxy-web-protocol-encrypted': { over: 'https' },
  mqtt: { over: 'mqtt', exact: true },
  ssh: { over: 'ssh', exact: true },
  'ssh-tunnel': { over: 'ssh' },
  sftp: { over: 'ssh' },
  scp: { over: 'ssh' },
  'local-file-access': { over: 'local' },
  'in-process-library-call': { over: 'local' },
  'inter-process-communication': { over: 'local' },
  'container-spawning': { over: 'local' },
  ...Object.fromEntries(
    [
      'jdbc',
      'odbc',
      'sql-access-protocol',
      'nosql-access-protocol',
      'binary',
      'text',
      'smtp',
      'pop3',
      'imap',
      'smb',
      'iiop',
      'jrmp',
    ].flatMap((name) => [
      [name, { over: 'tcp' as const }],
      [`${name}-encrypted`, { over: 'tls' as const }],
    ]),
  ),
  ftp: { over: 'tcp' },
  ftps: { over: 'tls' },
  ldap: { over: 'tcp' },
  ldaps: { over: 'tls' },
  jms: { over: 'tcp' },
  nfs: { over: 'tcp' },
  nrpe: { over: 'tcp' },
  xmpp: { over: 'tcp' },
};

export const encryption: Readonly<Record<string, KeyValues['at-rest']>> = {
  none: 'plain',
  transparent: 'encrypted',
  'data-with-symmetric-shared-key': 'encrypted',
  'data-with-asymmetric-shared-key': 'encrypted',
  'data-with-enduser-individual-key': 'encrypted',
  'data-with-end-user-individual-key': 'encrypted',
};

export const boundaryKinds: Readonly<Record<string, KeyValues['kind']>> = {
  'network-on-prem': 'network',
  'network-dedicated-hoster': 'network',
  'network-virtual-lan': 'network',
  'network-cloud-provider': 'network',
  'network-cloud-security-group': 'network',
  'network-policy-namespace-isolation': 'network',
  'execution-environment': 'process',
};
