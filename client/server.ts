import { EventEmitter, type CancellationToken, type Disposable, type Event } from 'vscode';
import { LSPErrorCodes, ResponseError, State, type BaseLanguageClient } from 'vscode-languageclient';
import type { ClientRequests, Notifications, Requests } from '../server/protocol.ts';

export type ServerState = 'starting' | 'running' | 'stopped';

/** The language server as the features see it: typed requests, typed notifications, and whether it is there. */
export interface Server {
  readonly state: ServerState;
  readonly onDidChangeState: Event<ServerState>;
  /**
   * Undefined when the server is not running or went away, or when the request was cancelled by either side; rejects
   * only when the server reports an error.
   */
  request<M extends keyof Requests>(
    method: M,
    params: Requests[M]['params'],
    token?: CancellationToken,
  ): Promise<Requests[M]['result'] | undefined>;
  /** Answers what the server asks; one answer for each method. */
  answer<M extends keyof ClientRequests>(
    method: M,
    handler: (params: ClientRequests[M]['params']) => Promise<ClientRequests[M]['result']>,
  ): Disposable;
  on<M extends keyof Notifications>(method: M, handler: (params: Notifications[M]) => void): Disposable;
}

const states: Readonly<Record<State, ServerState>> = {
  [State.Stopped]: 'stopped',
  [State.StartFailed]: 'stopped',
  [State.Starting]: 'starting',
  [State.Running]: 'running',
};

const cancellations: readonly number[] = [
  LSPErrorCodes.RequestCancelled,
  LSPErrorCodes.ServerCancelled,
  LSPErrorCodes.ContentModified,
];

const isCancellation = (error: unknown): boolean =>
  error instanceof ResponseError && cancellations.includes(error.code);

export function createServer(client: BaseLanguageClient): Server {
  const changed = new EventEmitter<ServerState>();
  client.onDidChangeState(({ newState }) => {
    changed.fire(states[newState]);
  });
  const notifications = new NotificationEvents(client);
  const state = (): ServerState => states[client.state];
  return {
    get state() {
      return state();
    },
    onDidChangeState: changed.event,
    async request(method, params, token) {
      if (state() !== 'running') return undefined;
      try {
        return await (token === undefined
          ? client.sendRequest<Requests[typeof method]['result']>(method, params)
          : client.sendRequest<Requests[typeof method]['result']>(method, params, token));
      } catch (error) {
        // A server that stops or restarts drops what was asked of it: no answer, and no error of the feature's.
        if (state() !== 'running' || isCancellation(error)) return undefined;
        throw error;
      }
    },
    answer: (method, handler) => client.onRequest(method, handler),
    on: (method, handler) => notifications.on(method, handler),
  };
}

/** The client keeps one handler for each method, and several features want to be told of the same. */
class NotificationEvents {
  readonly #client: BaseLanguageClient;
  readonly #events = new Map<string, EventEmitter<unknown>>();

  constructor(client: BaseLanguageClient) {
    this.#client = client;
  }

  on<M extends keyof Notifications>(method: M, handler: (params: Notifications[M]) => void): Disposable {
    return this.#eventOf(method).event((params) => {
      handler(params as Notifications[M]);
    });
  }

  #eventOf(method: string): EventEmitter<unknown> {
    const known = this.#events.get(method);
    if (known) return known;
    const event = new EventEmitter<unknown>();
    this.#events.set(method, event);
    this.#client.onNotification(method, (params: unknown) => {
      event.fire(params);
    });
    return event;
  }
}
