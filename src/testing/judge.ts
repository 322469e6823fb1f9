import { LIMIT_SECONDS } from '../core/agora/limits.js';
import { TokenError } from '../core/errors.js';
import { type Finding, finding } from '../core/finding.js';
import { expectationsOf } from '../core/inspect/expectations.js';
import { entries, issuedAt, tokenEnd } from '../core/inspect/expiry.js';
import { inspectParsed } from '../core/inspect/inspect.js';
import { relevantServices } from '../core/inspect/relevant.js';
import type { Inspection } from '../core/inspect/types.js';
import { isMismatch } from '../core/inspect/verdict.js';
import { quoted } from '../core/text/safe-text.js';
import { decodeText } from '../core/token/decode.js';
import type {
  DecodedPrivilege,
  DecodedService,
  DecodedToken,
  ParsedToken,
} from '../core/token/model.js';
import { judgeWith } from '../library/check-signature.js';
import type { Settings } from './projects.js';

/** Whether Agora's servers would accept a token, as far as is known; docs/testing.md says how far. */

/** Why a token is refused; the same reasons have other numbers in each SDK. */
export type RefusalReason =
  | 'unknown-app-id'
  | 'invalid'
  | 'token-ended'
  | 'privilege-ended'
  | 'no-certificate'
  | 'no-token';

/** A refusal. */
export interface Refusal {
  readonly reason: RefusalReason;
  /** Why and what to do, in lines. */
  readonly why: string;
  /** What the library finds in the token, what explains the refusal first. */
  readonly findings: readonly Finding[];
}

/** Unix seconds; Infinity: it never ends while the client stays in the channel. */
type Ends = number;

/** What an accepted token allows. */
export interface Admission {
  /** When the server ends the session. */
  readonly ends: Ends;
  /** When publishing ends under co-host authentication. */
  readonly publish: Readonly<Record<'audio' | 'video', Ends>>;
  readonly findings: readonly Finding[];
}

/** What a client wants to enter. */
export interface Entry {
  readonly appId: string;
  readonly token: string | null | undefined;
  /** RTC: the channel and the user, 0 for any uid. */
  readonly channel?: string;
  readonly uid?: string | number;
  /** RTM: the user. */
  readonly userId?: string;
}

/** What an entry is judged by. */
export type JudgedBy = Pick<Settings, 'projects' | 'runtime'>;

/** A token that says it was issued later than this from now is refused: assumed, not documented. */
const SKEW_SECONDS = 300;

/** Judges whether a token lets a client in. */
export function judge(
  entry: Entry,
  { projects, runtime }: JudgedBy,
  now: number,
): Admission | Refusal {
  const { appId, token } = entry;
  const project = projects.get(appId);
  if (!project) return unknownAppId(appId);
  const sent = token && token !== appId ? token : undefined;
  if (project.appCertificate === undefined) {
    return sent === undefined ? WITHOUT_END : NO_CERTIFICATE;
  }
  if (sent === undefined) return NO_TOKEN;
  let parsed: ParsedToken;
  try {
    parsed = decodeText(sent, runtime);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return { reason: 'invalid', why: lines(error.message, error.hint), findings: [] };
  }
  return judgeParsed(parsed, entry, judgeWith(project, runtime), now);
}

/** Whether a judgement is a refusal. */
export const isRefusal = (judged: Admission | Refusal): judged is Refusal => 'reason' in judged;

function judgeParsed(
  parsed: ParsedToken,
  { channel, uid, userId, appId }: Entry,
  checkSignature: ReturnType<typeof judgeWith>,
  now: number,
): Admission | Refusal {
  const expectations = expectationsOf({
    appId,
    ...(channel === undefined ? { service: 'rtm' } : { service: 'rtc', channel }),
    ...(userId === undefined ? {} : { userId }),
    ...(typeof uid === 'number' ? { uid: String(uid) } : {}),
    ...(typeof uid === 'string' ? { account: uid } : {}),
  });
  const { token } = parsed;
  const inspection = inspectParsed(parsed, {
    now,
    expectations,
    signature: checkSignature(parsed, expectations),
  });
  const refused = refusalOf(inspection, now);
  if (refused) return refused;
  const meant = relevantServices(token, expectations);
  return {
    ends: largestEnd(meant.flatMap(entries), token),
    publish: {
      audio: endOf(meant, 'publish-audio', token),
      video: endOf(meant, 'publish-video', token),
    },
    findings: inspection.findings,
  };
}

function refusalOf(inspection: Inspection, now: number): Refusal | undefined {
  const { token, verdict, expiry, findings } = inspection;
  const because = (reason: RefusalReason, is: (one: Finding) => boolean): Refusal => {
    const first = findings.filter(is);
    return {
      reason,
      why: first.map(({ message, fix }) => lines(asClient(message), fix)).join('\n'),
      findings: [...first, ...findings.filter((one) => !is(one))],
    };
  };
  const has = (is: (one: Finding) => boolean) => findings.some(is);
  if (verdict === 'bad-signature') {
    return because('invalid', (one) => isMismatch(one) || one.code === 'signature-mismatch');
  }
  if (verdict === 'mismatch') return because('invalid', isMismatch);
  // The library mends what a clipboard breaks; a server does not.
  if (has(isRepair)) return because('invalid', isRepair);
  if (token.format !== '007' && token.format !== '006') {
    return because('invalid', ({ code }) => code === 'obsolete-format');
  }
  const issued = issuedAt(token);
  if (issued !== undefined && issued - now > SKEW_SECONDS) {
    return because('invalid', ({ code }) => code === 'issued-in-future');
  }
  if (verdict === 'expired') {
    const whole = tokenEnd(token);
    const own = whole.boundedBy === 'token' && (expiry.expiresAt?.unix ?? 0) >= whole.unix;
    return because(own ? 'token-ended' : 'privilege-ended', ({ severity }) => severity === 'error');
  }
  return undefined;
}

const isRepair = ({ code }: Finding) => code.startsWith('repaired-');

/** The library speaks of what one expects; here a client joined with it. */
const asClient = (message: string) => message.replace(/\byou expect\b/, 'the client joined with');

/** A privilege that the token does not have ended long ago. */
function endOf(services: readonly DecodedService[], name: string, token: DecodedToken): Ends {
  const found = services.flatMap(({ privileges }) =>
    privileges.filter((privilege) => privilege.name === name),
  );
  return found.length === 0 ? 0 : largestEnd(found, token);
}

const largestEnd = (privileges: readonly DecodedPrivilege[], token: DecodedToken): Ends =>
  Math.max(0, ...privileges.map((privilege) => sessionEnd(privilege, token)));

/**
 * When the server acts on a privilege. One without an end of its own, and one that outlives the token,
 * end nothing for who is in the channel already; 24 hours after issue every other one ends.
 */
function sessionEnd({ expiresAt }: DecodedPrivilege, token: DecodedToken): Ends {
  if (expiresAt === null) return Number.POSITIVE_INFINITY;
  const issued = issuedAt(token);
  const limit = issued === undefined ? Number.POSITIVE_INFINITY : issued + LIMIT_SECONDS;
  const end = Math.min(expiresAt.unix, limit);
  const own = token.expiresAt?.unix ?? Number.POSITIVE_INFINITY;
  return end <= own ? end : Number.POSITIVE_INFINITY;
}

const lines = (message: string, fix?: string) => (fix ? `${message}\n  fix: ${fix}` : message);

const WITHOUT_END: Admission = {
  ends: Number.POSITIVE_INFINITY,
  publish: { audio: Number.POSITIVE_INFINITY, video: Number.POSITIVE_INFINITY },
  findings: [],
};

function unknownAppId(appId: string): Refusal {
  const message = `no project of the emulator has the App ID ${quoted(appId)}`;
  const fix =
    'Use the App ID of the emulator: of a project of createAgoraEmulator, or of the profile of serve.';
  return {
    reason: 'unknown-app-id',
    why: lines(message, fix),
    findings: [finding('app-id-mismatch', message, fix)],
  };
}

const NO_TOKEN: Refusal = {
  reason: 'no-token',
  why: lines(
    'the project has a certificate, so it needs a token, and the client sent none',
    'Fetch a token before joining, and pass it.',
  ),
  findings: [],
};

const NO_CERTIFICATE: Refusal = {
  reason: 'no-certificate',
  why: lines(
    'a token was sent, but the project has no certificate enabled',
    'Give createAgoraEmulator the appCertificate of the project, or join with null.',
  ),
  findings: [],
};
