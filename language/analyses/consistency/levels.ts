/** The isolation levels that a product has under its own names, and what each gives. O(values of the knob). */
import { written } from '../../model/model.ts';
import type { Given, ModelReader } from '../../model/model.ts';
import { strongestWithout } from './anomalies.ts';
import { implies } from './models.ts';
import type { ConsistencyModel } from './models.ts';

/** The value of the knob that a setting comes from with which the weakest level gives a model. */
export function levelThatGives(
  model: ModelReader,
  { provenance }: Given<unknown>,
  needed: ConsistencyModel,
): string | undefined {
  if (provenance.from !== 'knob') return undefined;
  const enough = casesOf(model, provenance.knob).filter(({ models }) =>
    models.some((strong) => implies(strong, needed)),
  );
  const weakest = enough.find(({ models }) =>
    enough.every((other) => models.every((weak) => other.models.some((strong) => implies(strong, weak)))),
  );
  return (weakest ?? enough[0])?.name;
}

function casesOf(
  model: ModelReader,
  knob: string,
): { readonly name: string; readonly models: readonly ConsistencyModel[] }[] {
  return model.childrenOf(knob).flatMap((id) => {
    const entry = model.entity(id);
    const isolation = entry && written(entry, 'isolation');
    return entry && isolation
      ? [{ name: entry.name, models: strongestWithout(isolation.models, written(entry, 'anomalies') ?? []) }]
      : [];
  });
}
