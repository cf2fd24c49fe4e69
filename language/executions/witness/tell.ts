/**
 * An explored path, told as an execution: each message, answer and fault a step of its own, in the names of the model.
 * O(steps × processes).
 */
import type { Passed } from '../explore/explore.ts';
import type { Label } from '../network/network.ts';
import type { Call, Message, Observed, Program, Protocol, World } from '../network/world.ts';
import type { Event, Process, Step, Trace } from '../trace.ts';

export interface Cast {
  readonly title: string;
  /** Of the nodes, then of the clients. */
  readonly processes: readonly Process[];
  /** What each client calls. */
  readonly program: Program;
  readonly conclusion: string;
}

/** @param initial the world before the path. */
export function tell<State, Body>(
  protocol: Protocol<State, Body>,
  initial: World<State, Body>,
  path: readonly Passed<World<State, Body>, Label<Body>>[],
  cast: Cast,
): Trace {
  const steps: Step[] = [];
  const numbers = new Map<Message<Body>, number>();
  let before = initial;
  for (const { label, state: after } of path) {
    const told = new Told(protocol, cast, before, after, numbers);
    steps.push(...told.steps(label));
    before = after;
  }
  const last = steps.at(-1);
  if (last) steps[steps.length - 1] = { ...last, violates: true };
  return { title: cast.title, processes: cast.processes, steps, conclusion: named(cast) };
}

/** Checks of histories know sessions by number; people know them by the names of the clients. */
function named({ conclusion, processes, program }: Cast): string {
  const clients = processes.slice(processes.length - program.length);
  return conclusion.replace(/\bsession (\d+)/gi, (text, number: string) => clients[Number(number)]?.name ?? text);
}

class Told<State, Body> {
  private readonly protocol: Protocol<State, Body>;
  private readonly cast: Cast;
  private readonly before: World<State, Body>;
  private readonly after: World<State, Body>;
  private readonly numbers: Map<Message<Body>, number>;

  constructor(
    protocol: Protocol<State, Body>,
    cast: Cast,
    before: World<State, Body>,
    after: World<State, Body>,
    numbers: Map<Message<Body>, number>,
  ) {
    this.protocol = protocol;
    this.cast = cast;
    this.before = before;
    this.after = after;
    this.numbers = numbers;
  }

  steps(label: Label<Body>): Step[] {
    const first = this.first(label);
    return [...first, ...this.sent(), ...this.answered()];
  }

  private first(label: Label<Body>): Step[] {
    switch (label.kind) {
      case 'invoke': {
        const who = this.name(label.client);
        return [
          this.step({ kind: 'invoke', at: who, text: callText(label.call) }, `${who} asks to ${callText(label.call)}.`),
        ];
      }
      case 'deliver': {
        const { message } = label;
        const [to, from] = [this.name(message.to), this.name(message.from)];
        const number = this.numbers.get(message) ?? 0;
        return [
          this.step(
            { kind: 'receive', at: to, message: number },
            `${to} receives from ${from}: ${this.protocol.words.message(message.body)}.`,
          ),
        ];
      }
      case 'act': {
        const { act } = label;
        const who = this.name(act.at);
        const text = this.protocol.words.act(act);
        return [this.step({ kind: 'local', at: who, text }, `${who} ${text}.`)];
      }
      case 'crash':
        return [this.step({ kind: 'crash', at: this.name(label.at) }, `${this.name(label.at)} crashes.`)];
      case 'restart':
        return [
          this.step(
            { kind: 'restart', at: this.name(label.at) },
            `${this.name(label.at)} comes back with what it had on disk.`,
          ),
        ];
      case 'pause':
        return [
          this.step({ kind: 'pause', at: this.name(label.at) }, `${this.name(label.at)} pauses, and does not notice.`),
        ];
      case 'resume':
        return [this.step({ kind: 'resume', at: this.name(label.at) }, `${this.name(label.at)} goes on.`)];
      case 'cut':
        return [this.cut(label.at, label.direction)];
      case 'heal':
        return [this.step({ kind: 'heal' }, 'Messages pass everywhere again.')];
    }
  }

  private cut(at: number, direction: 'both' | 'from' | 'to'): Step {
    const alone = [this.name(at)];
    const rest = this.cast.processes.slice(0, this.protocol.nodes).flatMap(({ name }, i) => (i === at ? [] : [name]));
    const [from, to] = direction === 'to' ? [rest, alone] : [alone, rest];
    const sentence =
      direction === 'both'
        ? `${this.name(at)} is cut off from ${rest.join(' and ')}.`
        : `No message passes from ${from.join(' and ')} to ${to.join(' and ')} any more.`;
    return this.step({ kind: 'cut', from, to, oneWay: direction !== 'both' }, sentence);
  }

  private sent(): Step[] {
    const known = new Set(this.before.flying);
    return this.after.flying.flatMap((message) => {
      if (known.has(message)) return [];
      const number = this.numbers.size + 1;
      this.numbers.set(message, number);
      const [at, to] = [this.name(message.from), this.name(message.to)];
      const text = this.protocol.words.message(message.body);
      return [this.step({ kind: 'send', at, to, message: number, text }, `${at} sends ${to}: ${text}.`)];
    });
  }

  private answered(): Step[] {
    return this.after.observed.flatMap((calls, session) => {
      const last = calls.at(-1);
      const was = this.before.observed[session]?.at(-1);
      if (!last || last.returned === undefined || was?.returned !== undefined) return [];
      const at = this.name(this.protocol.nodes + session);
      const text = answerText(last, this.cast.program[session]?.[calls.length - 1]);
      return [this.step({ kind: 'acknowledge', at, text }, `${at} ${text}.`)];
    });
  }

  private name(process: number): string {
    return this.cast.processes[process]?.name ?? `process ${String(process)}`;
  }

  private step(event: Event, sentence: string): Step {
    const state: Record<string, string> = {};
    for (const [i, { name, role }] of this.cast.processes.entries())
      if (role !== 'client' && this.after.states[i] !== undefined)
        state[name] = this.protocol.words.state(this.after.states[i]);
    return { event, sentence, state };
  }
}

/** An asked-for change or read, for people. */
function callText({ action, object, value }: Call): string {
  return action === 'read'
    ? `read ${object}`
    : `${action === 'write' ? 'write' : 'update'} ${object} to ${String(value)}`;
}

function answerText({ found }: Observed, call: Call | undefined): string {
  if (!call) return 'has its answer';
  const what = found === undefined ? 'nothing' : String(found);
  switch (call.action) {
    case 'read':
      return `reads ${call.object}: ${what}`;
    case 'write':
      return `has its write of ${call.object} = ${String(call.value)} acknowledged`;
    case 'update':
      return `has its update of ${call.object} from ${what} to ${String(call.value)} acknowledged`;
  }
}
