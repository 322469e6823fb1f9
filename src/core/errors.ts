import { maskSecrets } from './text/mask.js';
import type { DecodedToken } from './token/model.js';

/** Exit codes of the program; scripts depend on them. `agora-token help exit-codes` prints this table. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  config: 3,
  malformed: 4,
  expired: 5,
  badSignature: 6,
  mismatch: 7,
  expiring: 8,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each exit code means, in the words that help and README use. */
export const EXIT_MEANINGS: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [EXIT.ok, 'done; for inspect, the token is good'],
  [EXIT.unexpected, 'unexpected failure (a bug)'],
  [EXIT.usage, 'usage: unknown command or option, missing or invalid value'],
  [
    EXIT.config,
    'configuration: no or broken config, unknown profile, missing or unreadable secret',
  ],
  [EXIT.malformed, 'the input is not a readable token'],
  [EXIT.expired, 'inspect: the token has expired'],
  [
    EXIT.badSignature,
    'inspect: the signature does not match; with --require-signature also where it cannot be checked',
  ],
  [
    EXIT.mismatch,
    'inspect: an expectation does not hold (channel, uid, service, App ID …); diff: the tokens differ',
  ],
  [EXIT.expiring, 'inspect --expires-in: valid now, but not for long enough'],
  [EXIT.interrupted, 'interrupted'],
];

export type ErrorCode =
  | 'usage'
  | 'configuration'
  | 'malformed-token'
  | 'interrupted'
  | 'unexpected';

/**
 * A failure the user can act on: it is printed as `agora-token: message` with an optional `hint:`
 * line, or as the `error` object of the JSON output.
 *
 * A message repeats what was typed or configured, and a certificate may be in any place by mistake:
 * what has its form is masked in both texts.
 */
export class CliError extends Error {
  /** What to do next. */
  readonly hint: string | undefined;

  constructor(
    readonly code: ErrorCode,
    readonly exitCode: ExitCode,
    message: string,
    hint?: string,
    /** A stable refinement of `code`, where the contract names one. */
    readonly reason?: string,
    /** What may be shown: the App ID in a token is no secret. */
    shown?: string,
  ) {
    const keep = (run: string) => run === shown;
    super(maskSecrets(message, keep));
    this.hint = hint && maskSecrets(hint, keep);
    this.name = new.target.name;
  }

  /** Rewrites the message and the hint. */
  reword(words: (text: string) => string): this {
    this.message = words(this.message);
    (this as { hint?: string | undefined }).hint = this.hint && words(this.hint);
    return this;
  }
}

/** A wrong command line: unknown option, missing or invalid value (exit 2). */
export class UsageError extends CliError {
  constructor(message: string, hint?: string) {
    super('usage', EXIT.usage, message, hint);
  }
}

/** For two things that were given of which only one can hold; they are called as where they were given. */
export function exclusionError(
  one: string,
  other: string,
  hint = 'Use only one of them.',
): UsageError {
  return new UsageError(`${one} and ${other} cannot be used together`, hint);
}

/** A config, profile or secret that cannot be used (exit 3). */
export class ConfigError extends CliError {
  constructor(message: string, hint?: string, shown?: string) {
    super('configuration', EXIT.config, message, hint, undefined, shown);
  }
}

/** Ctrl-C at a prompt, or SIGINT/SIGTERM during work (exit 130). */
export class InterruptedError extends CliError {
  constructor(message = 'interrupted') {
    super('interrupted', EXIT.interrupted, message);
  }
}

/** Why a text is not a readable token; stable names. */
export type TokenErrorReason =
  | 'empty'
  | 'not-a-token'
  | 'app-id-not-token'
  | 'bad-base64'
  | 'bad-compression'
  | 'truncated'
  | 'masked'
  | 'too-large'
  | 'bad-checksum';

/** Where in the text something is, in UTF-16 units, as JavaScript and editors count. */
export interface Position {
  /** From 0. */
  readonly offset: number;
  readonly length: number;
}

/** What else is known about a text that is not a readable token. */
export interface TokenErrorDetails {
  /** The characters that the message is about. */
  readonly position?: Position | undefined;
  /** What could be read of a token that is cut; its signature is not checked, and never part of it. */
  readonly partial?: DecodedToken | undefined;
}

/** The input is not a readable token (exit 4). */
export class TokenError extends CliError {
  declare readonly reason: TokenErrorReason;
  readonly position: Position | undefined;
  readonly partial: DecodedToken | undefined;

  constructor(
    reason: TokenErrorReason,
    message: string,
    hint?: string,
    { position, partial }: TokenErrorDetails = {},
  ) {
    super('malformed-token', EXIT.malformed, message, hint, reason);
    this.position = position;
    this.partial = partial;
  }

  /** The same with something in front of its message, or with more details. */
  with(prefix: string, details: TokenErrorDetails = {}): TokenError {
    const { reason, message, hint, position, partial } = this;
    return new TokenError(reason, prefix + message, hint, { position, partial, ...details });
  }
}

/** What `read` returns, or the TokenError that it throws. */
export function orTokenError<T>(read: () => T): T | TokenError {
  try {
    return read();
  } catch (error) {
    if (error instanceof TokenError) return error;
    throw error;
  }
}

/**
 * The same where many candidates are tried: the TokenError that refutes one has no stack, for nobody sees
 * it, and the stacks would take longer than all the rest.
 *
 * @param read without side effects: where it fails in another way, it is called again for the stack
 */
export function orRefuted<T>(read: () => T): T | TokenError {
  // Not every browser has this limit, and programs that freeze what is built in let nobody set it.
  const { stackTraceLimit } = Error as { stackTraceLimit?: number };
  Reflect.set(Error, 'stackTraceLimit', 0);
  try {
    return read();
  } catch (error) {
    if (error instanceof TokenError) return error;
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  }
  return read();
}

/**
 * A new token is not the one that was asked for: a bug here or in the signing library (exit 1). It is
 * no fault of a value, so that a batch ends with it instead of telling it in the row's place.
 */
export class SigningError extends CliError {
  constructor(what: string) {
    super(
      'unexpected',
      EXIT.unexpected,
      `the new token failed its own check and was discarded: ${what}`,
      'This is a bug: please report it, with what was to be signed and without the secret.',
    );
  }
}

/** The `error` object of the JSON contract. */
export interface ErrorJson {
  readonly code: ErrorCode;
  readonly reason?: string;
  readonly message: string;
  readonly hint?: string;
  /** The characters of the text that the message is about. */
  readonly position?: Position;
  /** What could be read of a token that is cut or masked. */
  readonly partial?: DecodedToken;
}

/** The JSON form of an error; absent parts are left out. */
export function errorJson(error: CliError): ErrorJson {
  const { position, partial } = error instanceof TokenError ? error : {};
  return {
    code: error.code,
    ...(error.reason === undefined ? {} : { reason: error.reason }),
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(position && { position }),
    ...(partial && { partial }),
  };
}
