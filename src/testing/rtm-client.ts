import { checkRtmUser } from '../core/agora/limits.js';
import type { Finding } from '../core/finding.js';
import { nowMilliseconds, nowSeconds, untilEnd } from './clock.js';
import { Emitter, type Listener } from './emitter.js';
import { type Admission, isRefusal, judge, type RefusalReason } from './judge.js';
import { addLacking } from './lacking.js';
import type { Settings } from './projects.js';

/** RTM 2 of agora-rtm 2.3.0: logging in, renewing, and what the token's end brings about. */

/** What the SDK's operations throw, by its fields, with what the library finds. */
export class EmulatedRtmError extends Error {
  /** Always true. */
  readonly error = true;
  /** The same as `errorCode`. */
  readonly code: number;
  /** `-10005` invalid token, `-10009` token expired … */
  readonly errorCode: number;
  /** `login`, `renewToken` … */
  readonly operation: string;
  /** The SDK's words. */
  readonly reason: string;
  /** Why the token was refused, and how to mend it; empty where the token is not why. */
  readonly findings: readonly Finding[];

  /** @internal */
  constructor(
    operation: string,
    { code, reason }: Answer,
    { why, findings = [] }: { why?: string; findings?: readonly Finding[] } = {},
  ) {
    super(`Error Code ${code} - ${reason}.${why ? `\n${why}` : ''}`);
    this.code = code;
    this.errorCode = code;
    this.operation = operation;
    this.reason = reason;
    this.findings = findings;
  }
}

interface Answer {
  readonly code: number;
  readonly reason: string;
}

/** Source of the numbers: docs.agora.io, Signaling error codes, and agora-rtm 2.3.0. */
const INVALID_TOKEN: Answer = { code: -10005, reason: 'Invalid token' };
const TOKEN_EXPIRED: Answer = { code: -10009, reason: 'Token expired' };
const NOT_LOGGED_IN: Answer = { code: -10002, reason: 'Not logged in' };
const INVALID_APP_ID: Answer = { code: -10003, reason: 'Invalid app ID' };
const INVALID_USER_ID: Answer = { code: -10006, reason: 'Invalid user ID' };

const ANSWERS: Readonly<Record<RefusalReason, Answer>> = {
  'unknown-app-id': INVALID_APP_ID,
  invalid: INVALID_TOKEN,
  'token-ended': TOKEN_EXPIRED,
  'privilege-ended': TOKEN_EXPIRED,
  'no-certificate': INVALID_TOKEN,
  'no-token': INVALID_TOKEN,
};

/** The methods of `RTMClient` that the look-alike lacks. Source: agora-rtm 2.3.0. */
const LACKING_OF_RTM = ['publish', 'subscribe', 'unsubscribe', 'createStreamChannel'] as const;

/** How the client is connected, as `linkState` says it. */
type LinkState = 'IDLE' | 'CONNECTING' | 'CONNECTED' | 'FAILED';

/** The SDK's words for the reasons that there are here. Source: agora-rtm 2.3.0. */
const LINK_REASONS = {
  LOGIN: 'Perform login operation',
  LOGIN_SUCCESS: 'Login success',
  LOGOUT: 'Logout success',
  INVALID_TOKEN: 'Invalid token',
  TOKEN_EXPIRED: 'Token expired',
};
type LinkReason = keyof typeof LINK_REASONS;

interface Login {
  admission: Admission;
  cancel: () => void;
}

/** The look-alike of `RTMClient`: tokens, and no messages. */
export class EmulatedRtmClient extends Emitter {
  readonly #appId: string;
  readonly #userId: string;
  readonly #settings: Settings;
  #state: LinkState = 'IDLE';
  #login: Login | undefined;

  /** @internal */
  constructor(appId: string, userId: string, settings: Settings) {
    super();
    if (typeof appId !== 'string' || appId === '') {
      throw new EmulatedRtmError('constructor', INVALID_APP_ID, { why: 'the App ID is empty' });
    }
    if (typeof userId !== 'string' || checkRtmUser(userId) !== undefined) {
      throw new EmulatedRtmError('constructor', INVALID_USER_ID, {
        why: 'the user id must be a string of 1 to 64 printable ASCII characters',
      });
    }
    this.#appId = appId;
    this.#userId = userId;
    this.#settings = settings;
    addLacking(this, LACKING_OF_RTM, 'RTM', settings.strict);
  }

  /** The name of `on` in RTM. */
  addEventListener(event: string, listener: Listener): void {
    this.on(event, listener);
  }

  /** The name of `off` in RTM. */
  removeEventListener(event: string, listener: Listener): void {
    this.off(event, listener);
  }

  /**
   * Logs in when the token allows it; logged in already, it does nothing.
   * @throws EmulatedRtmError -10005 for a token that does not fit, -10009 for one that has ended
   */
  async login(options: { token?: string } = {}): Promise<{ timestamp: number }> {
    await Promise.resolve();
    if (this.#state === 'CONNECTED') return answer();
    this.#move('CONNECTING', 'LOGIN', 'LOGIN');
    try {
      this.#login = { admission: this.#judge('login', options.token), cancel: () => {} };
    } catch (error) {
      const ended = (error as EmulatedRtmError).code === TOKEN_EXPIRED.code;
      this.#move('FAILED', 'LOGIN', ended ? 'TOKEN_EXPIRED' : 'INVALID_TOKEN');
      throw error;
    }
    this.#move('CONNECTED', 'LOGIN', 'LOGIN_SUCCESS');
    this.#watch();
    return answer();
  }

  /** Logs out; logged out already, it is an error of the SDK. */
  async logout(): Promise<{ timestamp: number }> {
    await Promise.resolve();
    this.#current('logout');
    this.#end('IDLE', 'LOGOUT', 'LOGOUT');
    return answer();
  }

  /**
   * Takes a new token for the same user; a refused one changes nothing.
   * @throws EmulatedRtmError -10005, -10009, or -10002 when not logged in
   */
  async renewToken(token: string, _options?: unknown): Promise<{ timestamp: number }> {
    await Promise.resolve();
    const login = this.#current('renewToken');
    login.admission = this.#judge('renewToken', token);
    this.#watch();
    return answer();
  }

  #judge(operation: string, token: string | undefined): Admission {
    if (token !== undefined && typeof token !== 'string') {
      throw new EmulatedRtmError(operation, INVALID_TOKEN, { why: 'the token is not a string' });
    }
    const entry = { appId: this.#appId, userId: this.#userId, token };
    const judged = judge(entry, this.#settings, nowSeconds());
    if (isRefusal(judged)) throw new EmulatedRtmError(operation, ANSWERS[judged.reason], judged);
    return judged;
  }

  #current(operation: string): Login {
    if (this.#login && this.#login.admission.ends <= nowSeconds()) this.#expire();
    if (this.#login) return this.#login;
    throw new EmulatedRtmError(operation, NOT_LOGGED_IN, { why: 'the user is not logged in' });
  }

  #watch(): void {
    const login = this.#login;
    if (!login) return;
    login.cancel();
    login.cancel = untilEnd(
      login.admission.ends,
      () => this.#warn(),
      () => this.#expire(),
    );
  }

  #warn(): void {
    this.emit('tokenPrivilegeWillExpire');
    this.emit('token', {
      eventType: 'WILL_EXPIRE',
      reason: 'The token is about to expire',
      affectedResources: { messageChannels: [] },
      timestamp: nowMilliseconds(),
    });
  }

  #expire(): void {
    this.#end('FAILED', 'SERVER_REJECT', 'TOKEN_EXPIRED');
  }

  #end(state: LinkState, operation: string, reasonCode: LinkReason): void {
    this.#login?.cancel();
    this.#login = undefined;
    this.#move(state, operation, reasonCode);
  }

  #move(currentState: LinkState, operation: string, reasonCode: LinkReason): void {
    const previousState = this.#state;
    this.#state = currentState;
    this.emit('linkState', {
      currentState,
      previousState,
      serviceType: 'MESSAGE',
      operation,
      reason: LINK_REASONS[reasonCode],
      reasonCode,
      affectedChannels: [],
      unrestoredChannels: [],
      isResumed: false,
      timestamp: nowMilliseconds(),
    });
  }
}

const answer = () => ({ timestamp: nowMilliseconds() });
