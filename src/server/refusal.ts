import { maskSecrets } from '../core/text/mask.js';

/** Why a request is refused, and the status: stable names, which are only added to. */
const STATUS = {
  'not-found': 404,
  'method-not-allowed': 405,
  'invalid-channel': 400,
  'invalid-uid': 400,
  'invalid-account': 400,
  'invalid-role': 400,
  'invalid-token-type': 400,
  'invalid-expiry': 400,
  'invalid-user-id': 400,
  'invalid-body': 400,
  'app-id-mismatch': 400,
  'host-not-allowed': 403,
  'origin-not-allowed': 403,
  unauthorized: 401,
  forbidden: 403,
  'too-many-requests': 429,
  'body-too-large': 413,
  'url-too-long': 414,
  'invalid-url': 400,
  internal: 500,
} as const;

export type RefusalCode = keyof typeof STATUS;

export const REFUSAL_CODES = Object.keys(STATUS) as readonly RefusalCode[];

/**
 * A request that gets no token. Message and hint repeat what was asked, and a certificate may have been
 * typed in any place: what has its form is masked.
 */
export class Refusal extends Error {
  readonly status: number;
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(
    readonly code: RefusalCode,
    message: string,
    hint?: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(shortened(maskSecrets(message)));
    this.hint = hint && maskSecrets(hint);
    this.name = 'Refusal';
    this.status = STATUS[code];
  }
}

/** A text whose percent signs are no escapes of UTF-8: what was meant is a guess. */
export const notEncoded = (code: RefusalCode, where: string) =>
  new Refusal(
    code,
    `the ${where} has a percent sign that begins no escaped UTF-8`,
    'Write each name with encodeURIComponent(name); a percent sign itself is %25.',
  );

const LONGEST = 400;

/** What was asked may be a long path. */
const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/**
 * The body of a refusal. It never has a key that a client reads a token from (`token`, `rtcToken`,
 * `rtmToken`, `key`, `accessToken`, `chatToken`): of Agora's UIKits only Flutter's looks at the status.
 */
export function refusalBody({ code, message, status, hint }: Refusal): Record<string, unknown> {
  return { error: message, message, status, code, ...(hint === undefined ? {} : { hint }) };
}
