/**
 * What becomes of something that keeps state: which accesses are answered, on which side of a partition, what is lost and
 * what is out of date. O(sides² + sides × accesses).
 *
 * Source: Gilbert and Lynch, 2002 (what a side can do without the other). That reads on a side do not see what another
 * side writes follows from no message getting from there to here.
 */
import type { Entity } from '../../model/model.ts';
import type { Effect, Grounds } from '../facts.ts';
import { answered } from '../failures/access.ts';
import { asked } from '../failures/asking.ts';
import { groupsOf, placeText } from '../failures/group.ts';
import { keepsWrites } from '../failures/loss.ts';
import { allOf } from '../failures/outcome.ts';
import type { Certainty, Outcome } from '../failures/outcome.ts';
import type { Ground, Position } from '../failures/situation.ts';
import { sidesFor } from '../failures/works.ts';
import { answering, opened } from './changed.ts';

interface Side {
  readonly at: Position;
  readonly reads: Outcome;
  readonly writes: Outcome;
}

export function effectsOnState(grounds: Grounds, state: Entity): Effect[] {
  const { failing, usual } = grounds;
  if (failing.stopsElement(state.id)) return [{ kind: 'stops', text: 'is down' }];
  const groups = groupsOf(failing, state) ?? [];
  // What stands on one side does there what it always does: who is cut off from it are its users.
  if (groups.length > 0 && groups.every(({ isWhole }) => isWhole)) return [];
  const sides = failing.isConnected ? [] : sidesFor(failing, state).map((at) => sideAt(failing, state, at));
  return [
    ...(sides.length > 1 ? perSide(failing, sides) : asWhole(grounds, state)),
    ...losses({ failing, usual }, state),
  ];
}

function sideAt(ground: Ground, state: Entity, at: Position): Side {
  const can = (purpose: 'read' | 'write'): Outcome =>
    allOf(
      asked(ground.facts, state, purpose).map((way) => answered(ground, state, way, at)),
      '',
    );
  return { at, reads: can('read'), writes: can('write') };
}

function asWhole({ failing, usual }: Grounds, state: Entity): Effect[] {
  const now = sideAt(failing, state, undefined);
  const before = sideAt(usual, state, undefined);
  const reads = answering({ failing: now.reads, usual: before.reads });
  const writes = answering({ failing: now.writes, usual: before.writes });
  const [readsStop, writesStop] = [stops(reads), stops(writes)];
  if (readsStop && writesStop) return [worded(writesStop, 'stops')];
  if (writesStop) return [worded(writesStop, 'takes no writes'), ...reads.map((effect) => prefixed(effect, 'reads'))];
  if (readsStop) return [worded(readsStop, 'answers no reads'), ...writes.map((effect) => prefixed(effect, 'writes'))];
  const [read, write] = [reads[0], writes[0]];
  if (read?.text === write?.text) return writes;
  return [...reads.map((effect) => prefixed(effect, 'reads')), ...writes.map((effect) => prefixed(effect, 'writes'))];
}

const stops = (effects: readonly Effect[]): Effect | undefined => effects.find(({ kind }) => kind === 'stops');
const worded = (effect: Effect, text: string): Effect => ({ ...effect, text });
const prefixed = (effect: Effect, what: string): Effect => ({ ...effect, text: `${what}: ${effect.text}` });

/** Who can still read and write on which side. */
function perSide(ground: Ground, sides: readonly Side[]): Effect[] {
  const is = (certainty: Certainty) => (side: Side) =>
    side.reads.certainty === certainty && side.writes.certainty === certainty;
  const reasons = sides.map(({ at, writes }) => `${placeText(at)}: ${writes.because}`).join('; ');
  if (sides.every(is('no'))) return [{ kind: 'stops', text: 'stops on every side', because: reasons }];
  const answers: Effect[] = sides.every(is('yes'))
    ? interruptions(sides)
    : [
        {
          kind: sides.every((side) => !isCertain(side)) ? 'open' : 'divided',
          text: sides.map(sideText).join('; '),
          because: reasons,
        },
      ];
  return [...answers, ...staleSides(ground, sides)];
}

const isCertain = ({ reads, writes }: Side): boolean => reads.certainty !== 'unknown' && writes.certainty !== 'unknown';

function interruptions(sides: readonly Side[]): Effect[] {
  const outcome = allOf(
    sides.flatMap(({ reads, writes }) => [reads, writes]),
    '',
  );
  return answering({ failing: outcome, usual: outcome });
}

function sideText({ at, reads, writes }: Side): string {
  const [canRead, canWrite] = [reads.certainty, writes.certainty];
  const does =
    canRead === 'yes' && canWrite === 'yes'
      ? 'reads and writes'
      : canRead === 'no' && canWrite === 'no'
        ? 'neither reads nor writes'
        : `${said(canRead, 'reads')}, ${said(canWrite, 'writes')}`;
  return `${placeText(at)} ${does}`;
}

const said = (certainty: Certainty, verb: 'reads' | 'writes'): string =>
  certainty === 'yes' ? verb : certainty === 'no' ? `no ${verb}` : `unknown whether it ${verb}`;

/** Sides that go on reading while another, of which they hear nothing, goes on writing. */
function staleSides(ground: Ground, sides: readonly Side[]): Effect[] {
  return sides.flatMap((reader): Effect[] => {
    if (reader.reads.certainty !== 'yes') return [];
    const unseen = sides.find(
      (writer) => writer.writes.certainty === 'yes' && ground.hears(writer.at, reader.at) === 'no',
    );
    if (!unseen) return [];
    return [
      {
        kind: 'stale',
        text: `reads in ${placeText(reader.at)} are stale`,
        because: `${placeText(unseen.at)} goes on taking writes of which nothing gets to ${placeText(reader.at)}`,
      },
    ];
  });
}

function losses({ failing, usual }: Grounds, state: Entity): Effect[] {
  const kept = (ground: Ground): Outcome =>
    allOf(
      asked(ground.facts, state, 'write').map((way) => keepsWrites(ground, state, way)),
      '',
    );
  const compared = { failing: kept(failing), usual: kept(usual) };
  if (compared.failing.certainty === 'no' && compared.usual.certainty !== 'no')
    return [{ kind: 'loses', text: 'may lose acknowledged writes', because: compared.failing.because }];
  return opened(compared, 'may lose acknowledged writes');
}
