import { hex32Problem } from '../../core/agora/hex32.js';
import { HEX32_EXPECTED, pathLooksLikeSecret } from '../config/hex32.js';
import type { SecretSpec } from '../config/secret.js';
import type { NewConfig, NewProfile } from '../config/write.js';
import type { Prompter } from '../context.js';
import {
  certificateGiven,
  type Init,
  newName,
  optionProfile,
  optionWhiteboard,
  profileName,
  variableName,
} from './init-options.js';

/** What `init` asks where its options leave something open. */

export const SCOPE_QUESTION = {
  message: 'Whose config?',
  choices: [
    {
      name: 'this project',
      value: 'project',
      description: 'in this folder; the team can share it',
    },
    { name: 'yours', value: 'user', description: 'in your home directory, for every project' },
  ],
  default: 'project',
} as const;

export const FORMAT_QUESTION = {
  message: 'Format?',
  choices: [
    { name: 'YAML', value: 'yaml' },
    { name: 'JSON', value: 'json' },
  ],
  default: 'yaml',
} as const;

/** The profiles, one after another; the options answer for the first. */
export async function askProfiles(prompter: Prompter, invocation: Init): Promise<NewConfig> {
  const profiles = new Map<string, NewProfile>();
  const { options } = invocation;
  do {
    const first = profiles.size === 0;
    const name =
      first && options.profile !== undefined
        ? profileName(invocation)
        : (
            await prompter.input({
              message: 'Name of the profile',
              ...(first && { default: 'dev' }),
              validate: (answer) => newName(answer.trim(), profiles),
            })
          ).trim();
    profiles.set(name, await askProfile(prompter, name, first ? invocation : undefined));
  } while (await prompter.confirm({ message: 'Add another profile?', default: false }));
  const [only = 'dev', second] = profiles.keys();
  const defaultProfile =
    second === undefined
      ? only
      : await prompter.select({
          message: 'Which one is used when none is named?',
          choices: [...profiles.keys()].map((value) => ({ name: value, value })),
        });
  return { defaultProfile, profiles };
}

/** @param invocation the run whose options answer for the first profile */
async function askProfile(
  prompter: Prompter,
  name: string,
  invocation: Init | undefined,
): Promise<NewProfile> {
  const options = invocation?.options ?? {};
  const appId =
    options.appId ??
    (await prompter.input({
      message: 'App ID',
      validate: (answer) => hex32Answer(answer, 'An App ID'),
    }));
  const appCertificate =
    invocation && certificateGiven(options)
      ? (await optionProfile(invocation)).appCertificate
      : await askSecret(prompter, {
          what: 'App Certificate',
          variable: `AGORA_${variablePart(name)}_CERTIFICATE`,
          validate: (answer) => hex32Answer(answer, 'An App Certificate'),
        });
  const given = optionWhiteboard(options);
  const whiteboard = given ?? (await askWhiteboard(prompter, name));
  return { appId: appId.trim(), appCertificate, ...(whiteboard && { whiteboard }) };
}

async function askWhiteboard(prompter: Prompter, name: string): Promise<NewProfile['whiteboard']> {
  const wanted = await prompter.confirm({
    message: 'Keys of Interactive Whiteboard too?',
    default: false,
  });
  if (!wanted) return undefined;
  const accessKey = await prompter.input({ message: 'Access key (AK)', validate: notEmpty });
  const secretKey = await askSecret(prompter, {
    what: 'Secret key (SK)',
    variable: `AGORA_${variablePart(name)}_WHITEBOARD_SECRET_KEY`,
    validate: notEmpty,
  });
  return { accessKey: accessKey.trim(), secretKey };
}

interface SecretQuestion {
  readonly what: string;
  /** The variable to suggest. */
  readonly variable: string;
  readonly validate: (answer: string) => true | string;
}

async function askSecret(
  prompter: Prompter,
  { what, variable, validate }: SecretQuestion,
): Promise<SecretSpec> {
  const way = await prompter.select({
    message: `Where is the ${what} kept?`,
    choices: [
      {
        name: 'in an environment variable',
        value: 'env',
        description: 'the config holds its name alone, and can be shared',
      },
      { name: 'in a file', value: 'file', description: 'the config holds its path' },
      {
        name: 'in this config',
        value: 'literal',
        description: 'you enter it now, hidden; only you can read the config',
      },
    ],
    default: 'env',
  } as const);
  if (way === 'env') {
    const env = await prompter.input({
      message: 'Name of the variable',
      default: variable,
      validate: (answer) => variableName(answer.trim()),
    });
    return { env: env.trim() };
  }
  if (way === 'file') {
    const file = await prompter.input({ message: 'Path of the file', validate: pathAnswer });
    return { file: file.trim() };
  }
  return (await prompter.password({ message: what, validate })).trim();
}

function hex32Answer(answer: string, what: string): true | string {
  const problem = hex32Problem(answer.trim());
  return problem === undefined || `${what} has ${HEX32_EXPECTED}; ${problem}.`;
}

const pathAnswer = (answer: string) =>
  pathLooksLikeSecret(answer)
    ? 'This looks like the secret itself; its path is expected.'
    : notEmpty(answer);

const notEmpty = (answer: string) => answer.trim() !== '' || 'An answer is needed.';

const variablePart = (name: string) => name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
