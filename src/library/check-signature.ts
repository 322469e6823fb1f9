import { assertHex32 } from '../core/agora/hex32.js';
import { PROJECT_SECRETS, projectOf } from '../core/agora/projects.js';
import { claimsOf } from '../core/inspect/claims.js';
import { ownsToken } from '../core/inspect/owner.js';
import type { Expectations, SignatureResult, TriedSecret } from '../core/inspect/types.js';
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
  for (const { key, hex32 } of PROJECT_SECRETS) {
    const certificate = project[key];
    if (hex32 && certificate !== undefined) assertHex32(certificate, 'App Certificate', key);
  }
}

interface Candidate extends TriedSecret {
  readonly secret: string;
}

function secretsFor({ token }: ParsedToken, project: ProjectSecrets): Candidate[] {
  const { profile = UNNAMED } = project;
  if (!ownsToken(project, token)) return [];
  return projectOf(token).secrets.flatMap(({ key, certificate }) => {
    const secret = project[key];
    return secret === undefined ? [] : [{ profile, certificate, secret }];
  });
}

function noneAtHand({ token }: ParsedToken): SignatureResult {
  const { id, secrets } = projectOf(token);
  return {
    status: 'unchecked',
    reason: `no ${secrets[0].word} for the token's ${id.word} was given`,
  };
}
