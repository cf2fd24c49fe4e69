/**
 * How bad a threat is: how likely somebody tries and succeeds, from where an attacker stands and what is in his way, times
 * what is lost, from the data. O(length of the way).
 */
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { gradeOf, ratingOf } from '../../model/threat.ts';
import type { Grade, Rated } from '../../model/threat.ts';
import type { Facts } from '../facts.ts';
import { valueText, worstOf } from './assets.ts';
import type { Assets, Concern } from './assets.ts';
import { crossing } from '../trust/trust.ts';
import { stations, wayText, wayTo } from './attack.ts';

/** How likely, and why. */
export interface Odds {
  readonly likelihood: Grade;
  readonly because: string;
}

/** Where an attacker must already be inside, and nothing says that he can be. */
export const INSIDER: Odds = { likelihood: 1, because: 'only who is inside already comes to it' };

/** Every two controls on the way with the fewest make it one grade less likely. */
export function oddsAt(facts: Facts, id: Id): Odds {
  const way = facts.of(wayTo, id);
  if (!way) return INSIDER;
  const far = stations(facts, id).length > 1;
  const controls =
    way.controls === 0
      ? 'nothing is said to stand in between'
      : `${String(way.controls)} control${way.controls === 1 ? '' : 's'} on the weakest way`;
  return {
    likelihood: gradeOf(way.position - Math.floor(way.controls / 2)),
    because: `${way.because}${far ? `; ${wayText(facts, id)}: ${controls}` : ''}`,
  };
}

/** Who may call by a flow: whoever stands at its source. */
export function oddsFrom(facts: Facts, flow: Entity): Odds {
  return flow.source === undefined ? INSIDER : oddsAt(facts, flow.source);
}

/** Who listens between two places needs to be there: one grade less likely than who sends, where anybody may be. */
export function oddsOnTheWire(facts: Facts, flow: Entity): Odds {
  const { sourceTrust, targetTrust } = facts.of(crossing, flow.id);
  if (sourceTrust === 'none' || targetTrust === 'none')
    return { likelihood: 3, because: 'it passes networks where anybody may be' };
  if (sourceTrust === 'low' || targetTrust === 'low')
    return { likelihood: 2, because: 'it passes a network of little trust' };
  const odds = oddsFrom(facts, flow);
  return odds.likelihood <= 2 ? odds : { ...odds, likelihood: 2 };
}

export interface RatingOptions {
  /** What is deduced and not said: no error then. */
  readonly assumed?: boolean;
  /** The impact where nothing is said of any data. */
  readonly otherwise?: Grade;
}

export function rate(
  odds: Odds,
  atStake: Assets,
  concerns: readonly Concern[],
  { assumed = false, otherwise = 2 }: RatingOptions = {},
): Rated {
  const { grade, concern, entity } = worstOf(atStake, concerns);
  const impact = grade === 0 ? otherwise : gradeOf(grade);
  return {
    likelihood: odds.likelihood,
    impact,
    rating: ratingOf(odds.likelihood, impact),
    derivation: [
      odds.because,
      concern && entity ? valueText(entity, concern) : 'nothing is said of what the data is worth',
    ],
    assumed: assumed || grade === 0,
  };
}

/** The same threat by several flows or elements is rated by the worst. */
export function worstRated(rated: readonly Rated[]): Rated | undefined {
  return [...rated].sort((a, b) => b.likelihood * b.impact - a.likelihood * a.impact)[0];
}
