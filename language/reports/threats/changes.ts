/** What differs between two threat models, threat by threat. O(threats). */
import type { Change } from './document.ts';
import type { ThreatEntry, ThreatModel } from './model.ts';

export function changesBetween(before: ThreatModel, now: ThreatModel): Change[] {
  const old = new Map(before.threats.map((threat) => [threat.id, threat]));
  const gone = before.threats.filter(({ id }) => !now.threats.some((threat) => threat.id === id));
  return [
    ...now.threats.flatMap((threat): Change[] => {
      const was = old.get(threat.id);
      const what = was ? difference(was, threat) : `new, ${threat.rating}`;
      return what === '' ? [] : [{ id: threat.id, what }];
    }),
    ...gone.map(({ id, rating }): Change => ({ id, what: `gone, was ${rating}` })),
  ];
}

const difference = (was: ThreatEntry, is: ThreatEntry): string =>
  (['rating', 'status', 'residual'] as const)
    .flatMap((what) => (was[what] === is[what] ? [] : `${what} ${was[what]} → ${is[what]}`))
    .join('; ');
