import { projectOf, type SecretKey } from '../agora/projects.js';
import type { DecodedToken, ParsedToken } from '../token/model.js';
import type { TokenRuntime } from '../token/runtime.js';
import { verifySignature } from '../token/verify.js';
import { claimsOf } from './claims.js';
import { ownsToken, type ProjectIds } from './owner.js';
import type { Expectations, SignatureResult, TriedSecret } from './types.js';

/**
 * A project with the secrets that sign its tokens.
 * @typeParam S a secret, or what it can be had from
 */
export interface ProjectKeys<S>
  extends ProjectIds,
    Readonly<Partial<Record<SecretKey, S | undefined>>> {
  /** What results call the project. */
  readonly profile: string;
}

/** One secret that may have signed a token. */
export interface Candidate<S> extends TriedSecret {
  readonly secret: S;
}

/** Why a secret cannot be had. */
interface NoSecret {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** The secrets of the token's own App ID or access key, and no other project's. */
export function candidatesOf<S>(
  token: DecodedToken,
  projects: readonly ProjectKeys<S>[],
): Candidate<S>[] {
  return projects
    .filter((project) => ownsToken(project, token))
    .flatMap((project) =>
      projectOf(token).secrets.flatMap(({ certificate, key }) => {
        const secret = project[key];
        return secret === undefined ? [] : [{ profile: project.profile, certificate, secret }];
      }),
    );
}

/**
 * Checks a signature with one candidate after the other. It yields the one whose secret it wants, and
 * is answered with the secret, or why there is none: so those who have it wait for nothing, and those
 * who must read it read no more than is needed.
 */
export function* signatureCheck<S>(
  parsed: ParsedToken,
  expectations: Expectations,
  candidates: readonly Candidate<S>[],
  runtime: TokenRuntime,
): Generator<Candidate<S>, SignatureResult, string | NoSecret> {
  if (candidates.length === 0) return noneGiven(parsed.token);
  const claims = claimsOf(parsed, expectations);
  const tried: TriedSecret[] = [];
  let problem: NoSecret | undefined;
  for (const candidate of candidates) {
    const secret = yield candidate;
    if (typeof secret !== 'string') {
      problem ??= secret;
      continue;
    }
    const { profile, certificate } = candidate;
    const result = verifySignature(parsed.signed, secret, runtime, claims);
    if (result.status === 'valid') return { status: 'valid', profile, certificate };
    // What the caller did not say is missing for every other secret as well.
    if (result.status === 'unchecked') return result;
    tried.push({ profile, certificate });
  }
  if (!problem) return { status: 'invalid', tried };
  const others = tried.length > 0 ? 'no other available certificate matches, and ' : '';
  return unchecked(others + problem.message, problem.hint);
}

/** Runs a check whose secrets are at hand. */
export function checkNow(
  check: Generator<Candidate<string>, SignatureResult, string | NoSecret>,
): SignatureResult {
  let step = check.next();
  while (!step.done) step = check.next(step.value.secret);
  return step.value;
}

/** Runs a check whose secrets are read when it asks for them. */
export async function checkReading<S>(
  check: Generator<Candidate<S>, SignatureResult, string | NoSecret>,
  read: (candidate: Candidate<S>) => Promise<string | NoSecret>,
): Promise<SignatureResult> {
  let step = check.next();
  while (!step.done) step = check.next(await read(step.value));
  return step.value;
}

function noneGiven(token: DecodedToken): SignatureResult {
  const { id, secrets } = projectOf(token);
  return unchecked(`no ${secrets[0].word} for the token's ${id.word} is available`);
}

export function unchecked(reason: string, hint?: string): SignatureResult {
  return { status: 'unchecked', reason, ...(hint === undefined ? {} : { hint }) };
}
