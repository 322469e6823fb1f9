import { AGORA_PROJECT, WHITEBOARD_PROJECT } from '../../core/agora/projects.js';
import { EXIT, UsageError } from '../../core/errors.js';
import type { Kind } from '../../core/generate/kinds.js';
import {
  asConfigError,
  type GenerateOption,
  longFlag,
  RTC_ROLE,
  UID,
  type Values,
} from '../../core/generate/options.js';
import { tokenRequest } from '../../core/generate/request.js';
import { type Inputs, missing, over, readInputs } from '../../core/generate/values.js';
import { type Credentials, signerOf } from '../../core/sign/signer.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import { projectCredentials } from '../config/credentials.js';
import { inConfig, signerName } from '../config/names.js';
import type { Profile } from '../config/types.js';
import type { CommandRun, Invocation } from '../invocation.js';
import { type DeliveryOptions, finish, withOutput } from './deliver.js';
import { settingsOf } from './settings.js';

export type GenerateOptions = Inputs &
  DeliveryOptions & {
    readonly batch?: string;
    readonly appCertificateFile?: string;
  };

/** Signs one token of a kind, or with `--batch` many. */
export const generate =
  (kind: Kind): CommandRun<GenerateOptions> =>
  async (given) => {
    const invocation = withOutput(given);
    const { options } = invocation;
    const typed = readInputs(kind, options);
    const beside = kind.signs.as === 'services' ? undefined : 'app-id';
    const profile = (await settingsOf(invocation, {}, beside)).requireActive();
    const known = over(typed, defaults(kind, profile));
    if (options.batch !== undefined) {
      const { generateBatch } = await import('./generate-batch.js');
      return generateBatch(invocation, options.batch, kind, known, profile);
    }

    const values = await complete(kind, known, profile, invocation);
    const credentials = await credentialsFor(kind, profile);
    const { randomUint32, randomUuid } = invocation.random;
    const request = tokenRequest(kind, values, {
      now: invocation.now(),
      randomUint32,
      randomUuid,
    });
    const sign = await signerOf(nodeRuntime, request.format);
    const signed = sign(request, credentials);
    await finish(invocation, {
      signed,
      values,
      profile: signerName(profile, kind.signs.as !== 'services'),
      issueTs: values.issuedAt ?? invocation.now(),
    });
    return EXIT.ok;
  };

/** What the profile gives for the options of this kind. */
function defaults(kind: Kind, profile: Profile): Values {
  const own = kind.options.filter((option) => !option.notFromProfile);
  try {
    return readInputs(
      { options: own },
      Object.fromEntries(Object.entries(profile.defaults).map(([key, { value }]) => [key, value])),
      ({ key }) => profile.defaults[key]?.source ?? key,
    );
  } catch (error) {
    throw asConfigError(error);
  }
}

/** Asks for what is missing, or says what would supply it. */
async function complete(
  kind: Kind,
  values: Values,
  profile: Profile,
  invocation: Invocation,
): Promise<Values> {
  const lacking = missing(kind, values);
  if (lacking.length === 0) return values;
  if (!invocation.interactive) throw missingError(kind, lacking, profile);
  const prompter = await invocation.prompter();
  let answers: Values = {};
  for (const options of lacking) {
    const [first] = options;
    const message = first?.question;
    if (!first || !message) throw missingError(kind, [options], profile);
    const answer = await prompter.input({
      message,
      validate: (text) => problem(optionFor(options, text), text) ?? true,
    });
    const option = optionFor(options, answer);
    answers = { ...answers, [option.key]: option.read(answer, option.question ?? message) };
  }
  if (kind.options.includes(RTC_ROLE) && values.role === undefined) {
    const role = await prompter.select({
      message: 'Role',
      choices: [
        { name: 'publisher', value: 'publisher' as const, description: 'joins and publishes' },
        { name: 'subscriber', value: 'subscriber' as const, description: 'joins only' },
      ],
      default: 'publisher' as const,
    });
    answers = { ...answers, role };
  }
  return over(answers, values);
}

/** One question asks for a uid or an account: what is a number is a uid. */
function optionFor(options: readonly GenerateOption[], answer: string): GenerateOption {
  const other = options.find(({ key }) => key !== 'uid');
  const first = options[0] as GenerateOption;
  return first === UID && other && !/^\s*-?[\d.]*\s*$/.test(answer) ? other : first;
}

function problem(option: GenerateOption, answer: string): string | undefined {
  try {
    option.read(answer, option.question?.split(' ')[0] ?? option.key);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return [error.message, error.hint].filter(Boolean).join('. ');
    throw error;
  }
}

/** Tells every missing option, with the flag and the config key that would supply it. */
function missingError(
  kind: Kind,
  lacking: readonly (readonly GenerateOption[])[],
  profile: Profile,
): UsageError {
  const names = lacking.map((options) => options.map(longFlag).join(' or '));
  const name = /^[\w-]+$/.test(profile.name) && inConfig(profile) ? profile.name : '<name>';
  const keys = lacking.flatMap((options) =>
    options
      .filter((option) => !option.notFromProfile)
      .map(({ key }) => `profiles.${name}.defaults.${key}`),
  );
  const flags = lacking.map(([first]) => first?.flags.replace(/^-\w, /, '') ?? '').join(' ');
  return new UsageError(
    `generate ${kind.name} needs ${names.join(', and ')}`,
    `Give ${flags}${keys.length > 0 ? `, or set ${keys.join(', ')} in the config` : ''}.`,
  );
}

/**
 * The App ID and certificate, or the whiteboard keys.
 * @throws ConfigError telling how to supply what is missing
 */
export async function credentialsFor(kind: Kind, profile: Profile): Promise<Credentials> {
  return projectCredentials(
    profile,
    kind.signs.as === 'services' ? AGORA_PROJECT : WHITEBOARD_PROJECT,
  );
}
