import { hex32Error, hex32Problem } from '../../core/agora/hex32.js';
import { UsageError } from '../../core/errors.js';
import { flagOf } from '../../core/text/flag.js';
import { DAMAGED, isDamaged } from '../../core/text/utf8.js';
import type { NewProfile } from '../config/change.js';
import type { Format } from '../config/edit-text.js';
import { LOOKS_LIKE_SECRET, looksLikeSecret, pathLooksLikeSecret } from '../config/hex32.js';
import { reservedName, VARIABLE_NAME } from '../config/names.js';
import { optionCertificate } from '../config/secret.js';
import type { Scope } from '../config/validate.js';
import { exclusive, type Invocation } from '../invocation.js';

/** What the options of `init` and `profile add` say. */

export interface InitOptions {
  readonly appId?: string;
  readonly certificateEnv?: string;
  readonly certificateFile?: string;
  readonly appCertificateFile?: string;
  readonly whiteboardAccessKey?: string;
  readonly whiteboardSecretEnv?: string;
  readonly whiteboardSecretFile?: string;
  readonly scope?: Scope;
  readonly format?: Format;
  readonly gitignore?: boolean;
  readonly force?: boolean;
}

export type Init = Invocation<InitOptions>;

/** @throws UsageError for options that are wrong, whatever the answers will be */
export function assertOptions(options: Init['options']): void {
  assertFilled(options);
  exclusive(options, [
    ['certificateEnv', '--certificate-env'],
    ['certificateFile', '--certificate-file'],
    ['appCertificateFile', '--app-certificate-file'],
  ]);
  exclusive(options, [
    ['whiteboardSecretEnv', '--whiteboard-secret-env'],
    ['whiteboardSecretFile', '--whiteboard-secret-file'],
  ]);
  const problem = options.appId === undefined ? undefined : hex32Problem(options.appId.trim());
  if (problem) throw hex32Error('App ID', '--app-id', problem, UsageError);
  assertNoSecrets(options);
}

/** @throws UsageError for a value that is empty, or lost a part on its way here */
function assertFilled(options: Init['options']): void {
  for (const [value, flag] of [
    [options.certificateFile, '--certificate-file'],
    [options.appCertificateFile, '--app-certificate-file'],
    [options.whiteboardAccessKey, '--whiteboard-access-key'],
    [options.whiteboardSecretFile, '--whiteboard-secret-file'],
    [options.config, '--config'],
  ] as const) {
    if (value?.trim() === '') {
      throw new UsageError(`${flag} is empty`, 'A variable in the command may not be set.');
    }
    if (value !== undefined && isDamaged(value)) {
      throw new UsageError(`${flag} ${DAMAGED}`, 'Give it in UTF-8; a file may need another name.');
    }
  }
}

/** What should name a secret must not be one. */
function assertNoSecrets(options: Init['options']): void {
  for (const [name, flag] of [
    [options.certificateEnv, '--certificate-env'],
    [options.whiteboardSecretEnv, '--whiteboard-secret-env'],
  ] as const) {
    const wrong = name === undefined ? true : variableName(name);
    if (wrong !== true)
      throw new UsageError(`${flag} ${wrong}`, 'Give the name of the variable, not the secret.');
  }
  for (const [path, flag] of [
    [options.certificateFile, '--certificate-file'],
    [options.whiteboardSecretFile, '--whiteboard-secret-file'],
    [options.config, '--config'],
  ] as const) {
    if (path !== undefined && pathLooksLikeSecret(path))
      throw new UsageError(`${flag} ${LOOKS_LIKE_SECRET}`, 'Give the path of the file.');
  }
}

/**
 * Nothing that is written into a config may be a known secret, whatever it looks like.
 * @throws UsageError that says where it was given
 */
export function assertNotKnown(
  given: readonly (readonly [value: unknown, source: string])[],
  { secrets }: Init['ctx'],
): void {
  for (const [value, source] of given) {
    if (typeof value !== 'string' || secrets.mask(value) === value) continue;
    throw new UsageError(`${source} is a secret`, 'Give a name or a path, not the secret itself.');
  }
}

/** The value of an option, and its flag. */
export const ofOption = ([key, value]: [string, unknown]) => [value, flagOf(key)] as const;

/** Whether an option says where the App Certificate stands. */
export const certificateGiven = (options: InitOptions) =>
  [options.certificateEnv, options.certificateFile, options.appCertificateFile].some(
    (value) => value !== undefined,
  );

/** What cannot be asked for without a terminal. */
export function missingOptionError({ appId }: InitOptions): UsageError {
  return appId === undefined
    ? new UsageError(
        '--app-id is missing',
        'Without a terminal init takes everything from its options.',
      )
    : new UsageError(
        'where the App Certificate is kept is missing',
        'Give --certificate-env <name>, --certificate-file <path> or --app-certificate-file <path|->.',
      );
}

/**
 * Checks the name that a new profile is to have.
 * @param source where it was given: `--profile`
 * @throws UsageError for a name that no profile can have
 */
export function assertName(name: string, source: string): void {
  const wrong = newName(name);
  if (wrong !== true) throw new UsageError(`${source}: ${wrong}`, 'Give a name such as dev.');
}

/**
 * The profile that the options describe; a certificate to keep in the config is read now.
 * @throws UsageError or ConfigError where it cannot be
 */
export async function optionProfile({ options, ctx }: Init): Promise<NewProfile> {
  const { appId = '', certificateEnv, certificateFile, appCertificateFile } = options;
  const appCertificate =
    reference(certificateEnv, certificateFile) ??
    (await optionCertificate(appCertificateFile ?? '-', ctx).resolve());
  const whiteboard = optionWhiteboard(options);
  return { appId: appId.trim(), appCertificate, ...(whiteboard && { whiteboard }) };
}

/** Where a secret is kept, as a config says it. */
function reference(env: string | undefined, file: string | undefined) {
  if (env !== undefined) return { env };
  return file === undefined ? undefined : { file };
}

/**
 * The whiteboard keys of the options; undefined without any.
 * @throws UsageError for half of what is needed
 */
export function optionWhiteboard(options: InitOptions): NewProfile['whiteboard'] {
  const { whiteboardAccessKey: accessKey, whiteboardSecretEnv, whiteboardSecretFile } = options;
  const secretKey = reference(whiteboardSecretEnv, whiteboardSecretFile);
  if (accessKey === undefined && secretKey === undefined) return undefined;
  if (accessKey !== undefined && secretKey !== undefined) return { accessKey, secretKey };
  throw new UsageError(
    'the whiteboard needs an access key and a secret key',
    'Give --whiteboard-access-key, and --whiteboard-secret-env or --whiteboard-secret-file.',
  );
}

/** Why a profile cannot have this name; true where it can. */
export function newName(name: string): true | string {
  if (!/^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ._-]*[\p{L}\p{M}\p{N}._-])?$/u.test(name)) {
    return 'a name has letters, digits, spaces, dots, dashes and underscores, and starts with a letter or digit';
  }
  if (looksLikeSecret(name)) return 'this looks like a certificate; a name such as dev is expected';
  return reservedName(name) ?? true;
}

/** A name that a shell can set; a certificate pasted here by mistake is not one, nor shown. */
export function variableName(name: string): true | string {
  if (looksLikeSecret(name)) return 'looks like the secret itself; its name is expected';
  return VARIABLE_NAME.test(name) || 'is not the name of a variable';
}
