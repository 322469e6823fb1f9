import { Option } from 'commander';
import { projectOf } from '../../core/agora/projects.js';
import { privilegeTitle } from '../../core/agora/titles.js';
import {
  CliError,
  ConfigError,
  EXIT,
  type ExitCode,
  InterruptedError,
  UsageError,
} from '../../core/errors.js';
import { DEFAULT_LIFETIME } from '../../core/generate/kinds.js';
import {
  ACCOUNT,
  CHANNEL,
  EXPIRES_AT,
  EXPIRES_IN,
  type GenerateOption,
  ISSUED_AT,
  RTM_USER,
  SALT,
  TOKEN_VERSION,
  UID,
} from '../../core/generate/options.js';
import { textAsIs } from '../../core/generate/read.js';
import {
  lifetimeUntold,
  notIn007,
  type RenewalClaims,
  renewalRequest,
  valuesOf,
} from '../../core/generate/renewal.js';
import { lifetimeFrom } from '../../core/generate/request.js';
import { issue } from '../../core/generate/sign-kind.js';
import { type Inputs, readInputs } from '../../core/generate/values.js';
import { isWhiteboard } from '../../core/inspect/formats.js';
import { candidatesOf, checkReading, signatureCheck } from '../../core/inspect/signature-check.js';
import { failure } from '../../core/json/document.js';
import { signerOf } from '../../core/sign/signer.js';
import { listed } from '../../core/text/count.js';
import { quoted, safeText } from '../../core/text/safe-text.js';
import { inWords } from '../../core/text/time.js';
import type { DecodedToken, ParsedToken } from '../../core/token/model.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import { pick } from '../../core/util.js';
import { certificateFileOption, type Declare, examples } from '../command.js';
import { projectCredentials } from '../config/credentials.js';
import { DEMO } from '../config/demo.js';
import { signerName } from '../config/names.js';
import { COMMAND_LINE_PROFILE } from '../config/precedence.js';
import type { Profile, Settings } from '../config/types.js';
import type { Given } from '../input/given.js';
import { assertOneUseOfStdin, tokensIn } from '../input/read-token.js';
import type { CommandRun, Invocation } from '../invocation.js';
import { jsonArray, sourceLine } from '../output/answer-each.js';
import {
  assertForSeveral,
  assertOneForm,
  type Delivery,
  type DeliveryOptions,
  deliveryOptions,
  finish,
} from '../output/deliver.js';
import { certificateForToken, keysOf, owns } from '../project/owner.js';
import { keysHint, settingsOf } from '../project/settings-of.js';
import { errorText } from '../render/error-text.js';
import { tell } from '../world/streams.js';

export const declareRenew: Declare = (command, act) => {
  command
    .description(
      'Signs a token with the same services, names, roles and relative privileges, issued now, by the ' +
        'profile that owns its App ID. A 006 token does not contain its channel and uid: ' +
        'pass both, and they are checked against it.',
    )
    .argument('[token]', 'a token, a text or file with tokens, or - for standard input')
    .option(
      '-e, --expires-in <duration>',
      'the new lifetime (default: that of the token; 1h where it has none)',
    )
    .option('--expires-at <time>', 'the new end, in place of a lifetime: Unix seconds or RFC 3339')
    .option('-c, --channel <name>', '006: the channel of the token')
    .option('-u, --uid <number>', '006: the uid of the token')
    .option('-a, --account <text>', '006: the user account of the token')
    .option('--user-id <id>', '006: the RTM user id of the token')
    .addOption(
      new Option('--token-version <version>', '006: the format of the new token').choices([
        '007',
        '006',
      ]),
    )
    .option('--force', 'renew also what does not verify: its content may be forged')
    .option('--issued-at <time>', 'the issue time: Unix seconds or RFC 3339 (default: now)')
    .option('--salt <uint32>', 'the salt, to make the token reproducible (default: random)')
    .addHelpText(
      'after',
      examples(
        'agora-token renew "$TOKEN"',
        'agora-token renew "$TOKEN" -e 24h --copy',
        'agora-token renew "$OLD_006_TOKEN" -c demo -u 42 --token-version 007',
      ),
    );
  deliveryOptions(command);
  certificateFileOption(command).action(act(renew));
};

type RenewOptions = Inputs &
  DeliveryOptions & {
    readonly force?: boolean;
    readonly profile?: string;
    readonly appCertificateFile?: string;
  };

/** What a 006 token was signed for, whatever limits it breaks: the CRC-32 in the token is the check. */
const claimed = <K extends 'channel' | 'account' | 'userId'>(option: GenerateOption<K>) => ({
  ...option,
  read: textAsIs,
});

const OPTIONS = [
  ...[claimed(CHANNEL), UID, claimed(ACCOUNT), claimed(RTM_USER)],
  ...[EXPIRES_IN, EXPIRES_AT, ISSUED_AT, SALT, TOKEN_VERSION],
];

/** Signs a fresh token with the content of another. */
export const renew: CommandRun<RenewOptions> = async (invocation) => {
  assertOneForm(invocation);
  const values = readRenewal(invocation.options);
  assertOneUseOfStdin(invocation);
  const given = await tokensIn(invocation);
  if (given.length > 1) return renewEach(given, values, invocation);
  const [{ parsed }] = given as [Given];
  await finish(invocation, await renewed(parsed, values, invocation));
  return EXIT.ok;
};

/** Several, one after another; what cannot be renewed is told in its place. */
async function renewEach(
  given: readonly Given[],
  values: RenewValues,
  invocation: Invocation<RenewOptions>,
): Promise<ExitCode> {
  assertForSeveral(given.length, invocation);
  const array = invocation.json ? jsonArray(invocation) : undefined;
  const codes: ExitCode[] = [];
  for (const [index, { parsed, source }] of given.entries()) {
    if (!array) {
      const place = sourceLine(source).trimEnd();
      await invocation.note(`token ${index + 1} of ${given.length}, ${place}:`);
    }
    try {
      const delivery = await renewed(parsed, values, invocation);
      await finish(invocation, delivery, array && ((text) => array.add(JSON.parse(text))));
    } catch (error) {
      if (!(error instanceof CliError) || error instanceof InterruptedError) throw error;
      codes.push(error.exitCode);
      await (array ? array.add(failure(error)) : tellError(error, invocation));
    }
  }
  await array?.end();
  return codes[0] ?? EXIT.ok;
}

async function tellError(error: CliError, invocation: Invocation): Promise<void> {
  await tell(invocation.ctx.stderr, errorText(error, await invocation.style('stderr')));
}

type RenewValues = ReturnType<typeof readRenewal>;

const readRenewal = (options: RenewOptions) => readInputs({ options: OPTIONS }, options);

async function renewed(
  parsed: ParsedToken,
  values: RenewValues,
  invocation: Invocation<RenewOptions>,
): Promise<Delivery> {
  const { options } = invocation;
  const { token } = parsed;
  const { tokenVersion } = values;
  const claims: RenewalClaims = pick(values, 'channel', 'uid', 'account', 'userId');
  const issueTs = values.issuedAt ?? invocation.now();
  const expiresIn =
    values.expiresAt === undefined ? values.expiresIn : lifetimeFrom(issueTs, values);
  const request = renewalRequest(parsed, {
    issueTs,
    salt: values.salt ?? invocation.random.randomUint32(),
    nonce: invocation.random.randomUuid(),
    claims,
    ...(tokenVersion === undefined ? {} : { version: tokenVersion }),
    ...(expiresIn === undefined ? {} : { expiresIn }),
  });

  const settings = await settingsOf(invocation, {}, 'app-id');
  const profile = owner(token, settings, options.profile);
  const credentials = await projectCredentials(profile, projectOf(token), settings.empty);
  if (!options.force) await assertSigned(parsed, profile, claims);
  const sign = await signerOf(nodeRuntime, request.format);
  const ownProject = profile.name !== DEMO;
  const issued = issue(request, issueTs, credentials, { sign, now: invocation.now(), ownProject });
  const made = issued.signed.token;
  await tellDifferences(invocation, token, made, expiresIn);
  return {
    ...issued,
    values: valuesOf(made, claims),
    profile: signerName(profile, isWhiteboard(token)),
  };
}

/** In what the new token is not like the old one, where nobody asked for it. */
async function tellDifferences(
  invocation: Invocation,
  old: DecodedToken,
  { format }: DecodedToken,
  expiresIn: number | undefined,
): Promise<void> {
  if (expiresIn === undefined && lifetimeUntold(old, format)) {
    await invocation.note(
      `The token does not show its lifetime: the new one lasts ${inWords(DEFAULT_LIFETIME)}. --expires-in sets another.`,
    );
  }
  if (format === '007' && old.format === '006') {
    await invocation.warn(
      'a 006 token signs its channel and its user as one text, so it may have been made for another pair that reads the same, such as room1 and 23 for room and 123',
      'Where the token did not come from your own server, sign a new one with generate.',
    );
  }
  const lost = format === '007' && old.format === '006' ? notIn007(old) : [];
  if (lost.length > 0) {
    await invocation.warn(
      `the new token is without ${listed(lost.map(privilegeTitle))}: 007 has no such privilege`,
      'To keep it, leave --token-version 007 out.',
    );
  }
}

/**
 * The profile that can sign for the token's App ID or access key.
 * @throws ConfigError when there is none
 */
function owner(token: DecodedToken, settings: Settings, named: string | undefined): Profile {
  const project = projectOf(token);
  const id = token[project.id.field];
  const certificate = certificateForToken(token, settings, named);
  const owned = settings.profiles.find((profile) => owns(profile, token));
  if (owned) return certificate ? { ...owned, appCertificate: certificate } : owned;
  if (certificate && typeof id === 'string') {
    return {
      name: COMMAND_LINE_PROFILE,
      builtIn: false,
      appId: { value: id, source: 'the token' },
      appCertificate: certificate,
      defaults: {},
    };
  }
  const shown = typeof id === 'string' ? ` ${quoted(id)}` : '';
  throw new ConfigError(
    `no profile has the token's ${project.id.word}${shown}`,
    keysHint(project),
    typeof id === 'string' ? id : undefined,
  );
}

/**
 * Renewing what somebody else made up would sign it: so only what verifies is renewed.
 * @throws UsageError where it does not
 */
async function assertSigned(
  parsed: ParsedToken,
  profile: Profile,
  { uid, ...others }: RenewalClaims,
): Promise<void> {
  const claims = { ...others, ...(uid === undefined ? {} : { uid: String(uid) }) };
  const candidates = candidatesOf(parsed.token, [keysOf(profile, parsed.token)]);
  const { status } = await checkReading(
    signatureCheck(parsed, claims, candidates, nodeRuntime),
    ({ secret }) => secret.resolve(),
  );
  if (status === 'valid') return;
  throw new UsageError(
    `the token was not signed by the profile ${safeText(profile.name)}, so its content may be forged or outdated`,
    'Look at it with agora-token decode; if you trust its content, add --force.',
  );
}
