import { assertHex32 } from '../core/agora/hex32.js';
import { claimsOf } from '../core/inspect/claims.js';
import { isWhiteboard } from '../core/inspect/formats.js';
import { ownsToken } from '../core/inspect/owner.js';
import type {
  CertificateKind,
  Expectations,
  SignatureResult,
  TriedSecret,
} from '../core/inspect/types.js';
import type { ParsedToken } from '../core/token/model.js';
import type { TokenRuntime } from '../core/token/runtime.js';
import { verifySignature } from '../core/token/verify.js';
import { assertSecrets, type ProjectSecrets, UNNAMED } from './secrets.js';

/**
 * Tries the secrets of the token's own App ID or access key, and no other project's.
 * @throws UsageError for what is no project, ConfigError for a certificate that is none; neither
 *   shows it
 */
export function judgeWith(
  secrets: ProjectSecrets | readonly ProjectSecrets[],
  runtime: TokenRuntime,
): (parsed: ParsedToken, expectations: Expectations) => SignatureResult {
  const projects: readonly ProjectSecrets[] = isList(secrets) ? secrets : [secrets];
  projects.forEach((project, at) => {
    assertSecrets(project, isList(secrets) ? `secrets[${at}]` : 'secrets');
    assertCertificates(project);
  });
  return (parsed, expectations) => {
    const candidates = projects.flatMap((project) => secretsFor(parsed, project));
    if (candidates.length === 0) return noneAtHand(parsed);
    const claims = claimsOf(parsed, expectations);
    const tried: TriedSecret[] = [];
    for (const { secret, ...candidate } of candidates) {
      const result = verifySignature(parsed.signed, secret, runtime, claims);
      if (result.status === 'valid') return { status: 'valid', ...candidate };
      if (result.status === 'unchecked') return result;
      tried.push(candidate);
    }
    return { status: 'invalid', tried };
  };
}

const isList = (secrets: object): secrets is readonly ProjectSecrets[] => Array.isArray(secrets);

function assertCertificates(project: ProjectSecrets): void {
  for (const key of ['appCertificate', 'secondaryCertificate'] as const) {
    const certificate = project[key];
    if (certificate !== undefined) assertHex32(certificate, 'App Certificate', key);
  }
}

interface Candidate extends TriedSecret {
  readonly secret: string;
}

function secretsFor({ token }: ParsedToken, project: ProjectSecrets): Candidate[] {
  const { profile = UNNAMED } = project;
  const named = (certificate: CertificateKind, secret: string | undefined) =>
    secret === undefined ? [] : [{ profile, certificate, secret }];
  if (!ownsToken(project, token)) return [];
  if (isWhiteboard(token)) return named('whiteboard', project.whiteboardSecretKey);
  return [
    ...named('primary', project.appCertificate),
    ...named('secondary', project.secondaryCertificate),
  ];
}

function noneAtHand({ token }: ParsedToken): SignatureResult {
  const [secret, id] = isWhiteboard(token)
    ? ['whiteboard secret key', 'access key']
    : ['App Certificate', 'App ID'];
  return { status: 'unchecked', reason: `no ${secret} for the token's ${id} was given` };
}
