/** Each guarantee that a published store is denied has an execution that shows it, or stands in a list with the reason. */
import { describe, expect, it } from 'vitest';
import { guaranteesOf } from '../../language/analyses/consistency/derive.ts';
import { implies } from '../../language/analyses/consistency/models.ts';
import type { ConsistencyModel } from '../../language/analyses/consistency/models.ts';
import { witnessOf } from '../../language/executions/witness/witness.ts';
import { rows } from '../examples/datastores.ts';
import type { Row } from '../examples/datastores.ts';
import { projectOf } from '../support/project.ts';
import { sharedJson } from '../support/shared.ts';

/** What is published of it is what its transactions see of each other: no protocol of single accesses shows that. */
const OF_TRANSACTIONS = 'it is about transactions, which no protocol here models';

const withoutWitness: readonly (readonly [store: string, cause: string, why: string])[] = [
  ['Amazon RDS PostgreSQL: multi-AZ cluster 13.15-17.4, reader endpoint', 'isolation-level', OF_TRANSACTIONS],
  ['Amazon RDS PostgreSQL: multi-AZ cluster 13.15-17.4, reader endpoint', 'replica-order', OF_TRANSACTIONS],
  ['Azure Cosmos DB: strong', 'isolation-level', OF_TRANSACTIONS],
  ['CockroachDB: SERIALIZABLE', 'found-by-testing', OF_TRANSACTIONS],
  ['MongoDB: txn w:majority + readConcern snapshot', 'isolation-level', OF_TRANSACTIONS],
  ['MySQL: 8.0.34 REPEATABLE READ (single node)', 'found-by-testing', OF_TRANSACTIONS],
  ['MySQL: 8.0.34 REPEATABLE READ (single node)', 'isolation-level', OF_TRANSACTIONS],
  ['TiDB: 2.1.7 default (auto-retry on)', 'isolation-level', OF_TRANSACTIONS],
  ['VoltDB/H-Store: k-safety=k', 'isolation-level', OF_TRANSACTIONS],
];

interface Shown {
  readonly model: ConsistencyModel;
  readonly cause: string;
  /** Why there is no execution; undefined: there is one. */
  readonly why: string | undefined;
}

const nameOf = ({ system, config }: Pick<Row, 'system' | 'config'>): string => `${system}: ${config}`;

/** What an access is refused of the models that its row is about, with what exploration shows of it. */
function shown({ text, follows }: Row): readonly Shown[] {
  const project = projectOf([['file:///main.arch', `faults { timing: partially-synchronous }\nservice web\n${text}`]]);
  return project.ask(text, (facts) => {
    const [use, db] = [facts.entity('flow:use'), facts.entity('element:db')];
    if (!use || !db) throw new Error('the row declares both');
    const models = Object.keys(follows) as ConsistencyModel[];
    return guaranteesOf(facts, use, db)
      .refutations.filter((refuted) => models.some((model) => implies(model, refuted.model)))
      .map((refutation) => {
        const witness = witnessOf(facts, use, db, refutation);
        const why = witness.found ? undefined : witness.why;
        return { model: refutation.model, cause: refutation.cause, why };
      });
  });
}

const published = sharedJson<readonly Pick<Row, 'system' | 'config'>[]>(
  'data/datastores.json',
  'executions of published stores',
);

describe.runIf(published)('what a published store is denied', () => {
  const names = new Set((published ?? []).map(nameOf));
  const missing = new Set<string>();
  const denied = rows.filter((row) => names.has(nameOf(row)) && isDenied(row));

  it.each(denied)('$system: $config: $text', { timeout: 30_000 }, (row) => {
    const listed = withoutWitness.filter(([store]) => store === nameOf(row));
    for (const { model, cause, why } of shown(row)) {
      const reason = listed.find(([, by]) => by === cause)?.[2];
      expect(why, `${model} (${cause})`).toBe(reason);
      if (why !== undefined) missing.add(`${nameOf(row)}, ${cause}`);
    }
  });

  it('has no execution for what is listed, and for nothing else', () => {
    expect([...missing].sort()).toEqual(withoutWitness.map(([store, cause]) => `${store}, ${cause}`).sort());
  });
});

/** Whether its row says that something is violated. */
function isDenied({ follows }: Row): boolean {
  return Object.values(follows).some((what) => what !== 'holds' && what !== 'unknown');
}
