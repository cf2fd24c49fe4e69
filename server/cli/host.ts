/** What a command sees of the process it runs in; tests pass their own. */
export interface Host {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly readStdin: () => Promise<string>;
  /** Milliseconds since some fixed moment. */
  readonly now: () => number;
  /** ISO date, against which expiries are judged. */
  readonly today: string;
}

export interface Output {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function processHost(): Host {
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    readStdin,
    now: () => performance.now(),
    today: new Date().toISOString().slice(0, 10),
  };
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Columns to write in where no terminal says. */
export const defaultWidth = 100;

export function widthOf(output: Output): number {
  return output.columns !== undefined && output.columns > 0 ? output.columns : defaultWidth;
}

/** Whether to colour an output: on a terminal, unless https://no-color.org or a dumb terminal asks not to. */
export function wantsColour(host: Host, output: Output): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = host.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return output.isTTY === true && TERM !== 'dumb';
}

/** A host whose environment says what the command line chose about colours, if anything: it goes before the rest. */
export function withColourChoice(host: Host, choice: () => boolean | undefined): Host {
  return {
    ...host,
    get env() {
      const isColoured = choice();
      if (isColoured === undefined) return host.env;
      return { ...host.env, NO_COLOR: isColoured ? undefined : '1', FORCE_COLOR: isColoured ? '1' : undefined };
    },
  };
}
