/**
 * What an access may rely on at a store that follows another one: a projection, a read model, a search index, an endpoint
 * for reads. A write is acknowledged where it was made, and is here later: a session does not find what it wrote, unless
 * it brings a token that says how new what it reads must be. Where whoever writes writes both, one of the two writes may
 * fail, or two writers may come in different orders, and the stores differ for good.
 *
 * Sources: Terry et al., Session PathGuarantees, 1994; Kleppmann, Designing Data-Intensive Applications, 2017, chapter 11
 * (keeping systems in sync, change capture).
 *
 * O(length of the chain of stores that follow each other).
 */
import { written } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { durationText } from '../timing/text.ts';
import { sourcesOf } from './caches.ts';
import type { Grant, PathGuarantees, PathRefutation } from './guarantees.ts';
import { grantsModel, setting } from './on-path.ts';
import type { ConsistencyModel } from './models.ts';
import type { Path } from './on-path.ts';

type Follows = KeyValues['follows'];

export function atFollower(path: Path, follows: Follows): PathGuarantees {
  const { facts, flow, store, here } = path;
  if (written(flow, 'access') !== 'read') return here;
  const names = listed(
    sourcesOf(facts, follows.sources).map((source) => `\`${source.name}\``),
    'and',
  );
  // Nothing of the project may be named: the names are not known.
  if (names === '') return { ...here, grants: [] };
  const settings = setting(store, 'follows');
  const how = follows.channel === undefined ? '' : ` by ${follows.channel}`;
  const lag =
    follows.within === undefined ? ', and nothing bounds its lag' : `, up to ${durationText(follows.within)} later`;
  const late = {
    cause: 'projection-lag',
    argument: `\`${store.name}\` follows ${names}${how}${lag}: what was acknowledged there may not be here yet`,
    settings,
    remedy: `Read at ${names} what must be fresh, or need less.`,
    mends: [],
  } as const;
  const refutations: PathRefutation[] = [{ model: 'safe', ...late }];
  if (written(flow, 'session') !== 'token')
    refutations.push({
      model: 'read-your-writes',
      ...late,
      remedy: `Wait until what the session wrote is here (\`session: token\`), read at ${names} what must be fresh, or need less.`,
      mends: [{ entity: flow.id, key: 'session', value: 'token' }],
    });
  if (follows.channel === 'dual write')
    refutations.push({
      model: 'eventual',
      cause: 'written-twice',
      argument: `\`${store.name}\` and ${names} are written one after the other by whoever writes (\`dual write\`): where one write fails, or two writers come in different orders, they differ for good`,
      settings,
      remedy: `Let \`${store.name}\` follow what ${names} has committed (\`by change capture\`), or need less.`,
      mends: [
        {
          entity: store.id,
          key: 'follows',
          value: `${follows.sources.map((source) => source.path).join(' and ')} by change capture`,
        },
      ],
    });
  return { grants: grantsOf(path, follows), refutations: [...refutations, ...here.refutations], missing: here.missing };
}

function grantsOf({ facts, store, here, readAt }: Path, follows: Follows): Grant[] {
  const isOrdered = follows.channel === 'replication';
  // Messages may be lost before they are sent, and polling may miss what came and went.
  if (!isOrdered && follows.channel !== 'change capture') return [];
  const ends = [here, ...sourcesOf(facts, follows.sources).flatMap((source) => readAt(source, []))];
  const isGiven = (model: ConsistencyModel): boolean => ends.every((gives) => grantsModel(gives, model));
  const grants: Grant[] = [];
  // What the source takes back in a failover, its followers take back too.
  if (isOrdered && isGiven('monotonic-reads'))
    grants.push({
      model: 'monotonic-reads',
      argument: `\`${store.name}\` takes over writes in the order of what it follows, and only becomes newer`,
    });
  if (follows.within !== undefined && isGiven('bounded-staleness'))
    grants.push({
      model: 'bounded-staleness',
      argument: `\`${store.name}\` lags by no more than ${durationText(follows.within)}, as it says (\`within\`)`,
    });
  else if (isGiven('eventual'))
    grants.push({ model: 'eventual', argument: `\`${store.name}\` takes over every committed write sooner or later` });
  return grants;
}
