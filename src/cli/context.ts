/**
 * What a command may touch of the outside world. The program takes it as an argument, so that a
 * test gives its own streams, clock, randomness and answers, and nothing needs to be patched.
 */

import type { Respond } from '../server/respond.js';
import type { KnownSecrets } from './known-secrets.js';
import type { Style } from './render/style.js';

export interface OutputStream {
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal in columns, when it is one. */
  readonly columns?: number | undefined;
  /** Its height in lines. */
  readonly rows?: number | undefined;
  /** Colour depth in bits (1, 4, 8 or 24), when the stream is a terminal. */
  getColorDepth?(env?: Record<string, string | undefined>): number;
  /** Whether what is written gets lost: the stream is closed, or `/dev/null`. */
  readonly discards?: boolean;
  /** As a Node.js writable: false asks the writer to wait, the callback tells the end or the failure. */
  write(text: string | Uint8Array, callback?: (error?: Error | null) => void): boolean;
}

export interface InputStream extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The questions a command may ask; always on stderr, only on a terminal. */
export interface Prompter {
  input(question: InputQuestion): Promise<string>;
  /** An answer that is never echoed. */
  password(question: InputQuestion): Promise<string>;
  select<T>(question: SelectQuestion<T>): Promise<T>;
  confirm(question: { readonly message: string; readonly default?: boolean }): Promise<boolean>;
}

interface InputQuestion {
  readonly message: string;
  readonly default?: string;
  /** true, or what is wrong with the answer. */
  readonly validate?: (answer: string) => true | string;
}

interface SelectQuestion<T> {
  readonly message: string;
  readonly choices: readonly {
    readonly name: string;
    readonly value: T;
    readonly description?: string;
  }[];
  readonly default?: T;
}

/** Where a server listens. */
export interface ListenOptions {
  /** Addresses or names; all but the first are left out where this machine does not have them. */
  readonly hosts: readonly [string, ...string[]];
  /** 0: a free one. */
  readonly port: number;
  /** In PEM; with it the server speaks HTTPS. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Takes no new connections, lets running answers end, and resolves within 5 s. */
  readonly close: () => Promise<void>;
}

export interface Context {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Environment;
  /** The working directory, absolute; undefined where it cannot be told, for it was deleted. */
  readonly cwd: string | undefined;
  /** The user's home directory; undefined where there is none. */
  readonly home: string | undefined;
  readonly platform: NodeJS.Platform;
  /** The secrets that this run has read. */
  readonly secrets: KnownSecrets;
  /** Version of the runtime, as `process.versions.node`. */
  readonly nodeVersion: string;
  /** Unix time in milliseconds. */
  readonly clock: () => number;
  /** Collects garbage more often, which takes a little longer. */
  readonly saveMemory: () => void;
  /** A cryptographically random integer, 0 … 2^32-1. */
  readonly randomUint32: () => number;
  /** A random UUID (version 4), for whiteboard nonces. */
  readonly randomUuid: () => string;
  /** Local time minus UTC, in minutes, at a Unix time in milliseconds. */
  readonly utcOffsetMinutes: (unixMilliseconds: number) => number;
  /** Resolves after so many milliseconds, or rejects with InterruptedError when the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /**
   * An AbortSignal that fires on SIGINT or SIGTERM. Asking for it takes over the signals: without
   * it they end the program at once.
   */
  readonly interruption: () => AbortSignal;
  /**
   * Runs what SIGINT and SIGTERM must not interrupt, and tells it of them by an abort signal.
   * @throws InterruptedError afterwards, if one came
   */
  readonly shielded: <T>(act: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /**
   * Loads the prompts; they throw InterruptedError on Ctrl-C, SIGINT or SIGTERM.
   * @param style stderr's, which they are written to
   */
  readonly prompter: (style: Style) => Promise<Prompter>;
  /** Where the page lies that comes with the program. */
  readonly pagePath: () => string;
  /**
   * Runs an editor on the terminal and waits for its end.
   * @returns its exit code; rejects where it cannot be started
   */
  readonly runEditor: (words: readonly string[]) => Promise<number>;
  /** Puts text on the clipboard; rejects where there is none. */
  readonly copyToClipboard: (text: string) => Promise<void>;
  /**
   * Starts a server.
   * @throws ConfigError for a port that is in use or not allowed, an address that this machine does not
   *   have, or a certificate and key that cannot be used
   */
  readonly listen: (options: ListenOptions, respond: Respond) => Promise<Listening>;
  /** The IPv4 addresses of this machine on its networks. */
  readonly networkAddresses: () => readonly string[];
  /** Shows a page or a file in the user's browser; rejects where that fails, saying why. */
  readonly openInBrowser: (url: string) => Promise<void>;
}
