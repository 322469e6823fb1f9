import { decodeToken } from '../../src/index.js';
import { ROUTES } from '../../src/server/routes.js';
import {
  createTokenHandler,
  type ServerEvent,
  type TokenHandlerOptions,
} from '../../src/server.js';
import { SECRETS } from './demo.js';
import { NOW } from './run.js';

export const EVERYTHING = {
  ...SECRETS,
  whiteboardAccessKey: 'access-key',
  whiteboardSecretKey: 'secret-key',
  authorize: () => true,
  routes: ROUTES.map(({ name }) => name),
  limits: {
    kinds: [
      ...['rtc', 'rtm', 'chat user', 'chat app', 'apaas room-user', 'apaas user', 'apaas app'],
      ...['convoai', 'stt', 'streaming', 'fcdn', 'fpa', 'temp'],
      ...['whiteboard sdk', 'whiteboard room', 'whiteboard task'],
    ],
  },
  now: () => NOW * 1000,
} satisfies TokenHandlerOptions;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
  readonly json: any;
  readonly events: readonly ServerEvent[];
}

/** A request as a client writes it: `GET /rtc/…`, with a JSON body or the text of a form. */
export interface Asking {
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly options?: Partial<TokenHandlerOptions>;
}

/** Asks a handler of all routes. */
export async function ask(line: string, { body, headers, options }: Asking = {}): Promise<Answer> {
  const [method = '', target = ''] = line.split(/ (.*)/s);
  const events: ServerEvent[] = [];
  const handler = createTokenHandler({
    ...EVERYTHING,
    onEvent: (event) => events.push(event),
    ...options,
  });
  const sent = typeof body === 'object' ? JSON.stringify(body) : body;
  const response = await handler(
    new Request(`http://localhost:8080${target}`, {
      method,
      ...(headers && { headers }),
      ...(sent === undefined ? {} : { body: sent }),
    }),
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text), events };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a token is for, on one line: `rtc demo 42 publisher, rtm alice; 3600 s`. */
export function contents(token: string): string {
  const { services = [], format, lifetimeSeconds, ...rest } = decodeToken(token);
  if (format.startsWith('whiteboard')) return `${format} ${rest.uuid ?? ''} ${rest.role}`;
  const parts = services.map((service) => {
    const { name, channel, uid, userId, roomUuid, userUuid, role, privileges } = service;
    const names = privileges.map((privilege) => privilege.name);
    const words = [name, channel, uid, roomUuid, userUuid, userId, role];
    if (name === 'chat') words.push(names.join('+'));
    return words.filter((word) => word !== undefined).join(' ');
  });
  return `${parts.join(', ')}; ${format === '006' ? format : `${lifetimeSeconds} s`}`;
}
