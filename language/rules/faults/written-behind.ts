import { label, enclosing, written } from '../../model/model.ts';
import { guaranteesAlong } from '../../analyses/consistency/path.ts';
import { sourcesOf } from '../../analyses/consistency/caches.ts';
import { writersOf } from '../../analyses/consistency/writers.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  productionOnly: true,
  on: ['cache'],
  subsumedBy: ['consistency/cache-weakens-need'],
  *check(cache, facts) {
    const caches = written(cache, 'caches');
    if (caches?.strategy !== 'behind') return;
    const [writer] = writersOf(facts, cache.id);
    const lost =
      writer && guaranteesAlong(facts, writer, cache).refutations.find(({ cause }) => cause === 'lost-with-cache');
    if (!lost) return;
    for (const source of sourcesOf(facts, caches.sources)) {
      const objective = [...enclosing(facts, source)].find((outer) => written(outer, 'rpo') !== undefined);
      if (!objective || written(objective, 'rpo') !== 0) continue;
      yield violates({
        at: { entity: objective.id, key: 'rpo' },
        aspect: source.id,
        message: `\`${label(source)}\` is to lose nothing (\`rpo: 0\`), and is written through \`${label(cache)}\`: ${lost.argument}. Write to \`${label(source)}\` before acknowledging (\`caches: ${source.name} through\`), or allow the loss.`,
        related: [
          { at: { entity: cache.id, key: 'caches' }, message: `\`${label(cache)}\` acknowledges first` },
          { at: { entity: writer.id }, message: `\`${label(writer)}\` writes` },
        ],
        affects: [source.id, writer.id],
        fixes: [
          {
            title: `Let \`${label(cache)}\` write through`,
            edits: [
              {
                type: 'set',
                entity: cache.id,
                key: 'caches',
                value: `${caches.sources.map(({ path }) => path).join(' and ')} through`,
              },
            ],
          },
        ],
      });
    }
  },
};

export default rule;
