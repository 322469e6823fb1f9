import { assertHex32 } from '../core/agora/hex32.js';
import { PROJECT_SECRETS } from '../core/agora/projects.js';
import { candidatesOf, checkNow, signatureCheck } from '../core/inspect/signature-check.js';
import type { Expectations, SignatureResult } from '../core/inspect/types.js';
import type { ParsedToken } from '../core/token/model.js';
import type { TokenRuntime } from '../core/token/runtime.js';
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
  const named = projects.map((project) => ({ ...project, profile: project.profile ?? UNNAMED }));
  return (parsed, expectations) =>
    checkNow(signatureCheck(parsed, expectations, candidatesOf(parsed.token, named), runtime));
}

const isList = (secrets: object): secrets is readonly ProjectSecrets[] => Array.isArray(secrets);

function assertCertificates(project: ProjectSecrets): void {
  for (const { key, hex32 } of PROJECT_SECRETS) {
    const certificate = project[key];
    if (hex32 && certificate !== undefined) assertHex32(certificate, 'App Certificate', key);
  }
}
