import type { Context, InputStream, OutputStream, Prompter } from '../../src/cli/context.js';
import { KnownSecrets } from '../../src/cli/known-secrets.js';
import { main } from '../../src/cli/run.js';

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a test may set; everything else is fixed and the same in every run. */
export interface World {
  readonly stdin?: string | AsyncIterable<string | Uint8Array>;
  /** stdin, stdout and stderr are terminals. */
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly home?: string;
  readonly platform?: NodeJS.Platform;
  /** Unix seconds. */
  readonly now?: number;
  readonly salt?: number;
  readonly utcOffsetMinutes?: number;
  readonly prompter?: Partial<Prompter>;
  readonly context?: Partial<Context>;
}

/** 2023-11-14T22:13:20Z */
export const NOW = 1_700_000_000;

/** Runs the whole program in memory. */
export async function run(argv: readonly string[], world: World = {}): Promise<Result> {
  const { ctx, stdout, stderr } = contextOf(world);
  const code = await main(argv, ctx);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** The documents of NDJSON, none of an empty text. */
// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
export function ndjson(text: string): any[] {
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

/** The context of a run, and the streams that it writes to. */
export function contextOf(world: World) {
  const stdout = collector(world);
  const stderr = collector(world);
  const ctx: Context = {
    stdin: input(world),
    stdout,
    stderr,
    env: world.env ?? {},
    cwd: world.cwd ?? '/nowhere',
    home: world.home,
    platform: world.platform ?? 'linux',
    secrets: new KnownSecrets(world.env ?? {}),
    nodeVersion: '20.20.2',
    clock: () => (world.now ?? NOW) * 1000,
    saveMemory: () => {},
    randomUint32: () => world.salt ?? 1,
    randomUuid: () => '6c84fb90-12c4-11e1-840d-7b25c5ee775a',
    utcOffsetMinutes: () => world.utcOffsetMinutes ?? 60,
    sleep: async () => {},
    interruption: () => new AbortController().signal,
    shielded: (act) => act(new AbortController().signal),
    prompter: async () => ({ ...NO_ANSWERS, ...world.prompter }),
    pagePath: () => '/nowhere/page.html',
    runEditor: async () => {
      throw new Error('no editor here');
    },
    copyToClipboard: async () => {
      throw new Error('no clipboard here');
    },
    listen: async () => {
      throw new Error('no network here');
    },
    networkAddresses: () => ['192.0.2.7'],
    openInBrowser: async () => {
      throw new Error('no browser here');
    },
    ...world.context,
  };
  return { ctx, stdout, stderr };
}

const unexpected = async (question: { message: string }): Promise<never> => {
  throw new Error(`unexpected question: ${question.message}`);
};

const NO_ANSWERS: Prompter = {
  input: unexpected,
  password: unexpected,
  select: unexpected,
  confirm: unexpected,
};

function collector(world: World): OutputStream & { text(): string } {
  let all = '';
  return {
    isTTY: world.terminal === true,
    columns: world.terminal ? (world.columns ?? 80) : undefined,
    getColorDepth: () => 24,
    write(text, callback) {
      all += typeof text === 'string' ? text : Buffer.from(text).toString();
      callback?.(null);
      return true;
    },
    text: () => all,
  };
}

function input(world: World): InputStream {
  const { stdin } = world;
  if (stdin === undefined || typeof stdin === 'string') {
    return Object.assign(chunks(stdin ?? ''), { isTTY: stdin === undefined && world.terminal });
  }
  return stdin as InputStream;
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  if (text) yield Buffer.from(text);
}
