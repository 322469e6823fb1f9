import type { Listening, ListenOptions } from '../../src/cli/context.js';
import type { Incoming, Respond } from '../../src/server/respond.js';
import { type Result, run, type World } from './run.js';

export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
  readonly json: any;
}

interface Given {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | string;
  readonly address?: string;
}

/** Sends `GET /rtm/alice` to the server of a test. */
export type Send = (line: string, given?: Given) => Promise<Sent>;

/** Runs `serve` in memory: nothing listens, and the requests of a test go to it directly. */
export async function serving(
  args: readonly string[],
  act: (send: Send, listened: ListenOptions) => Promise<void> = async () => {},
  world: World = {},
): Promise<Result & { readonly closed: boolean }> {
  const interruption = new AbortController();
  let closed = false;
  let failure: unknown;
  const listen = async (options: ListenOptions, respond: Respond): Promise<Listening> => {
    const port = options.port || 40_000;
    // When the program waits for requests.
    setImmediate(() =>
      act(sender(respond, port), options)
        .catch((error) => {
          failure = error;
        })
        .finally(() => interruption.abort()),
    );
    return {
      port,
      close: async () => {
        closed = true;
      },
    };
  };
  const result = await run(['serve', ...args], {
    ...world,
    context: { listen, interruption: () => interruption.signal, ...world.context },
  });
  if (failure) throw failure;
  return { ...result, closed };
}

function sender(respond: Respond, port: number): Send {
  return async (line, { headers = {}, body, address = '127.0.0.1' } = {}) => {
    const [method = '', target = ''] = line.split(/ (.*)/s);
    const all: Readonly<Record<string, string>> = { host: `localhost:${port}`, ...headers };
    const incoming: Incoming = {
      method,
      target,
      header: (name) => (all[name] === '' ? undefined : all[name]),
      body: async () => (typeof body === 'object' ? JSON.stringify(body) : body),
      request: () => new Request('http://localhost/'),
      address,
    };
    const { status, headers: sent, body: text } = await respond(incoming);
    const parsed = String(text).startsWith('{') ? JSON.parse(String(text)) : undefined;
    return { status, headers: sent, text: String(text), json: parsed };
  };
}
