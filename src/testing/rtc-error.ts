import type { Finding } from '../core/finding.js';
import type { Refusal, RefusalReason } from './judge.js';

/** What the SDK throws, by its fields, with what the library finds. */
export class EmulatedRtcError extends Error {
  /** As the SDK names its errors. */
  override readonly name = 'AgoraRTCException';
  /** `CAN_NOT_GET_GATEWAY_SERVER`, `INVALID_OPERATION` … */
  readonly code: string;
  /** `code`: the number that the server answered; `desc`: its words. */
  readonly data: RtcErrorData | undefined;
  /** Why the token was refused, and how to mend it; empty where the token is not why. */
  readonly findings: readonly Finding[];

  /** @internal */
  constructor(
    code: string,
    message: string,
    data?: RtcErrorData,
    { why, findings = [] }: { why?: string; findings?: readonly Finding[] } = {},
  ) {
    super(`AgoraRTCError ${code}: ${message}${why ? `\n${why}` : ''}`);
    this.code = code;
    this.data = data;
    this.findings = findings;
  }

  /** The message, then `data` as JSON. */
  override toString(): string {
    return this.data ? `${this.message}\ndata: ${JSON.stringify(this.data)}` : this.message;
  }

  /** Logs the error as the SDK does. */
  print(level: 'error' | 'warning' = 'error'): this {
    console[level === 'error' ? 'error' : 'warn'](this.toString());
    return this;
  }

  /** Throws it. */
  throw(): never {
    throw this;
  }
}

/** What the SDK puts beside an error of a server. */
export interface RtcErrorData {
  readonly code?: number;
  readonly desc?: string | readonly string[];
  readonly retry?: boolean;
}

interface Answer {
  /** What Agora's servers answer; the SDK's own numbers. */
  readonly code: number;
  /** The SDK's words for it. Source: agora-rtc-sdk-ng 4.24.8. */
  readonly desc: string;
}

/** The answers of the access point by reason; that an ended token is 10 and the others 13 is assumed. */
const JOIN_ANSWERS: Readonly<Record<RefusalReason, Answer>> = {
  'unknown-app-id': { code: 5, desc: 'invalid vendor key, can not find appid' },
  invalid: { code: 9, desc: 'invalid token, authorized failed' },
  'token-ended': { code: 10, desc: 'dynamic key or token timeout' },
  'privilege-ended': { code: 13, desc: 'dynamic key expired' },
  'no-certificate': { code: 14, desc: 'static use dynamic key' },
  'no-token': { code: 15, desc: 'dynamic use static key' },
};

/** The access point's flag for choosing a gateway, which the SDK prints. */
const CHOOSE_SERVER = 4096;

/** A refused join. */
export function joinRefused(refusal: Refusal): EmulatedRtcError {
  const { code, desc } = JOIN_ANSWERS[refusal.reason];
  const name = 'CAN_NOT_GET_GATEWAY_SERVER';
  return new EmulatedRtcError(
    name,
    `flag: ${CHOOSE_SERVER}, message: AgoraRTCError ${name}: ${desc}`,
    { code, desc: [desc], retry: false },
    refusal,
  );
}

/** What a gateway answers whoever is in the channel. */
const NO_AUTHORIZED: Answer = { code: 110, desc: 'ERR_NO_AUTHORIZED' };

/** A refused renewal or publication. */
export function notAuthorized(what: string, why: string, findings: readonly Finding[] = []) {
  const { code, desc } = NO_AUTHORIZED;
  return new EmulatedRtcError(
    'UNEXPECTED_RESPONSE',
    `${desc}: ${what}`,
    { code, desc },
    { why, findings },
  );
}

/** A call that the SDK refuses by itself. */
export const invalidOperation = (message: string) =>
  new EmulatedRtcError('INVALID_OPERATION', message);

/** A value that the SDK refuses by itself. */
export const invalidParams = (message: string) => new EmulatedRtcError('INVALID_PARAMS', message);
