/**
 * What can be said about the things declared: the one table, an area a file. Each entry gives a key its pattern, the
 * kinds it stands in, its meaning, where the notion comes from, and what its absence means. Adding a key is one entry.
 */
import type { Key } from './keys/key.ts';
import { agreementKeys } from './keys/agreement.ts';
import { dataKeys } from './keys/data.ts';
import { decisionKeys } from './keys/decisions.ts';
import { flowSecurityKeys } from './keys/flow-security.ts';
import { flowKeys } from './keys/flows.ts';
import { isolationKeys } from './keys/isolation.ts';
import { moneyKeys } from './keys/money.ts';
import { networkKeys } from './keys/network.ts';
import { operationKeys } from './keys/operations.ts';
import { ownershipKeys } from './keys/ownership.ts';
import { pathKeys } from './keys/paths.ts';
import { replicationKeys } from './keys/replication.ts';
import { scenarioKeys } from './keys/scenarios.ts';
import { securityKeys } from './keys/security.ts';
import { stateKeys } from './keys/state.ts';
import { technologyKeys } from './keys/technologies.ts';
import { viewKeys } from './keys/views.ts';

export type { Absence, Key } from './keys/key.ts';
export type { Step } from './keys/operations.ts';

export const keys = {
  ...ownershipKeys,
  ...replicationKeys,
  ...isolationKeys,
  ...agreementKeys,
  ...stateKeys,
  ...pathKeys,
  ...moneyKeys,
  ...networkKeys,
  ...dataKeys,
  ...flowKeys,
  ...flowSecurityKeys,
  ...securityKeys,
  ...operationKeys,
  ...decisionKeys,
  ...scenarioKeys,
  ...viewKeys,
  ...technologyKeys,
} as const;

export type KeyName = keyof typeof keys;
/** The typed value of each key, as its pattern yields it. */
export type KeyValues = { readonly [K in KeyName]: (typeof keys)[K] extends Key<infer T> ? T : never };
