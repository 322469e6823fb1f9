import { UsageError } from '../core/errors.js';
import type { Finding } from '../core/finding.js';
import { listed } from '../core/text/count.js';
import type { Duration } from '../core/text/parse-values.js';
import { quoted } from '../core/text/safe-text.js';
import { browserRuntime } from '../core/token/browser-runtime.js';
import { assertKeys, keysOf, objectGiven } from '../library/given.js';
import { inspectWith } from '../library/inspect.js';
import type { Expectations, InspectOptions } from '../library/inspect-options.js';

/** What a token is expected to be for; what is absent is not looked at. */
export interface ExpectedToken
  extends Pick<Expectations, 'appId' | 'channel' | 'uid' | 'account' | 'userId' | 'role'> {
  /** Its services: `rtc`, `rtm`, `chat` … */
  readonly services?: readonly string[];
  /** How long it must last at least, from its issue; where it does not say when that was, from now. */
  readonly expiresIn?: Duration;
  /** Checks the signature too; with `appId`. 32 hex characters. */
  readonly appCertificate?: string;
}

const KEYS = keysOf<ExpectedToken>({
  appId: true,
  channel: true,
  uid: true,
  account: true,
  userId: true,
  role: true,
  services: true,
  expiresIn: true,
  appCertificate: true,
});

/** Why a token is not the one that was expected. */
export type TokenProblem = Pick<Finding, 'message' | 'fix'> & { readonly code?: string };

/**
 * What keeps a token from being the expected one; nothing where it is.
 * @throws UsageError for an expectation that no token could meet, ConfigError for a certificate that is
 *   none
 */
export function problemsOf(token: unknown, expected: ExpectedToken = {}): TokenProblem[] {
  objectGiven(expected, 'the expectation');
  assertKeys(expected, KEYS, 'the expectation');
  const { services = [undefined], expiresIn, appCertificate, ...expect } = expected;
  if (appCertificate !== undefined && expect.appId === undefined) {
    throw new UsageError('appCertificate is given without the appId of its project');
  }
  const options: InspectOptions = {
    ...(appCertificate !== undefined && { secrets: { appId: expect.appId, appCertificate } }),
  };
  if (typeof token !== 'string') {
    return [
      {
        message: `the token is ${token === null ? 'null' : `of type ${typeof token}`}, not a string`,
      },
    ];
  }
  const problems = services.flatMap((service) => {
    const meant = { ...options, expect: { ...expect, ...(service !== undefined && { service }) } };
    return [...problemsNow(token, meant), ...problemsOfLifetime(token, meant, expiresIn)];
  });
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

function problemsNow(token: string, options: InspectOptions): TokenProblem[] {
  const judged = inspectWith(token, options, browserRuntime);
  if (judged.verdict === 'malformed') {
    const { message, hint } = judged.error;
    return [{ message, ...(hint !== undefined && { fix: hint }) }];
  }
  return judged.findings.filter(
    ({ severity, code }) => severity === 'error' || code.startsWith('repaired-'),
  );
}

/** Judged at the issue, so that a second that passes before the test looks makes no difference. */
function problemsOfLifetime(
  token: string,
  options: InspectOptions,
  expiresIn: Duration | undefined,
): readonly TokenProblem[] {
  if (expiresIn === undefined) return [];
  const first = inspectWith(token, options, browserRuntime);
  if (first.verdict === 'malformed') return [];
  const { issuedAt } = first.token;
  const judged = inspectWith(
    token,
    { ...options, expiresIn, ...(issuedAt && { now: issuedAt.unix }) },
    browserRuntime,
  );
  if (judged.verdict === 'malformed') return [];
  return judged.findings.filter(
    ({ code }) =>
      (code === 'expiring-soon' && judged.expiry.status === 'expiring') ||
      code === 'privilege-ending-soon',
  );
}

/** The problems as a test prints them. */
export function problemText(problems: readonly TokenProblem[], expected: ExpectedToken): string {
  const lines = problems.map(
    ({ message, code, fix }) =>
      `- ${message}${code ? ` [${code}]` : ''}${fix ? `\n  fix: ${fix}` : ''}`,
  );
  return [`not an Agora token for ${expectedText(expected)}:`, ...lines].join('\n');
}

/** `channel "demo", uid 42` */
export function expectedText({
  channel,
  uid,
  account,
  userId,
  role,
  services,
  expiresIn,
  appId,
}: ExpectedToken) {
  const parts = [
    services && listed(services.map(String)),
    channel !== undefined && `channel ${quoted(channel)}`,
    uid !== undefined && `uid ${uid}`,
    account !== undefined && `account ${quoted(account)}`,
    userId !== undefined && `user id ${quoted(userId)}`,
    role !== undefined && `a ${role}`,
    expiresIn !== undefined && `at least ${expiresIn}${typeof expiresIn === 'number' ? ' s' : ''}`,
    appId !== undefined && `App ID ${quoted(appId)}`,
  ].filter((part) => typeof part === 'string');
  return parts.length > 0 ? parts.join(', ') : 'anything';
}
