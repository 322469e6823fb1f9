import { UsageError } from '../errors.js';
import type { Finding } from '../finding.js';
import type { Credentials, Sign } from '../sign/signer.js';
import type { ParsedToken } from '../token/model.js';
import type { Kind } from './kinds.js';
import type { Values } from './options.js';
import { type Sources, type TokenRequest, tokenRequest } from './request.js';
import { type IssuedFor, type WarningsOf, warnings } from './warnings.js';

/** What signing takes from outside beside the options. */
export interface SignSources extends Sources {
  /** Signs the formats of the kind; many tokens have a faster one than one token. */
  readonly sign: Sign;
  /** How warnings are found; many tokens share what is the same. */
  readonly warningsOf?: WarningsOf;
  readonly ownProject?: IssuedFor['ownProject'];
}

/** A new token, which was read back and compared, and what is to be warned of, once it is asked for. */
export interface Issued {
  readonly signed: ParsedToken;
  readonly warnings: () => readonly Finding[];
}

/**
 * Signs a token of a kind: the one way from options to a token, for every command, the library and
 * the server.
 * @throws UsageError where options do not go together, their times do not fit, or the token would be
 *   too large; SigningError where it is not as asked
 */
export function signKind(
  kind: Kind,
  values: Values,
  credentials: Credentials,
  sources: SignSources,
): Issued {
  const issueTs = values.issuedAt ?? sources.now;
  return issue(tokenRequest(kind, values, sources), issueTs, credentials, sources);
}

/**
 * The same from a request, which renewing makes of another token.
 * @param issueTs Unix seconds
 */
export function issue(
  request: TokenRequest,
  issueTs: number,
  credentials: Credentials,
  sources: Pick<SignSources, 'sign' | 'now' | 'warningsOf' | 'ownProject'>,
): Issued {
  const { sign, now, warningsOf = warnings, ownProject } = sources;
  if (holds(request, credentials.secret.toLowerCase())) {
    throw new UsageError(
      'a name in the token contains the secret that signs it, and everybody can read a token',
      'Check which variable is given as the channel, the account or the id.',
    );
  }
  const signed = sign(request, credentials);
  const names = request.format === '006' ? { channel: request.channel, uid: request.uid } : {};
  return {
    signed,
    warnings: () =>
      warningsOf(signed, { issueTs, now, names, ...(ownProject !== undefined && { ownProject }) }),
  };
}

/** A shorter secret is in names by chance. */
const LEAST_INSIDE = 16;

/** Whether one of the texts in a request is this one, or has it inside: `AGORA_APP_CERTIFICATE=…`. */
function holds(value: unknown, text: string): boolean {
  if (typeof value === 'string') {
    if (value.length < text.length) return false;
    const name = value.toLowerCase();
    return name === text || (text.length >= LEAST_INSIDE && name.includes(text));
  }
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((each) => holds(each, text))
  );
}

/** The formats that a kind may be signed in, or those of certain options. */
export function formatsOf(kind: Kind, values?: Values): TokenRequest['format'][] {
  const { as } = kind.signs;
  if (as !== 'services') return [as];
  const versions = kind.options.some(({ key }) => key === 'tokenVersion');
  if (!versions) return ['007'];
  return values ? [values.tokenVersion ?? '007'] : ['007', '006'];
}
