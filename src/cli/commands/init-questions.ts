import { hex32Problem } from '../../core/agora/hex32.js';
import { AGORA_PROJECT, WHITEBOARD_PROJECT } from '../../core/agora/projects.js';
import type { NewProfile } from '../config/change.js';
import { resolvePath, visible } from '../config/files.js';
import { HEX32_EXPECTED, pathLooksLikeSecret } from '../config/hex32.js';
import type { SecretSpec } from '../config/secret.js';
import type { Scope } from '../config/validate.js';
import type { Context, Prompter } from '../context.js';
import {
  certificateGiven,
  type Init,
  newName,
  optionProfile,
  optionWhiteboard,
  variableName,
} from './init-options.js';

/** What `init` and `profile add` ask where their options leave something open. */

const CONSOLE = 'Agora Console (console.agora.io)';

/** Where the answers to the first questions are. */
export const PLACE_NOTE = `App ID and App Certificate are in the ${CONSOLE}: ${AGORA_PROJECT.place}.`;

/** Asks for the profile; the options answer for what they give. */
export async function askProfile(
  prompter: Prompter,
  invocation: Init,
  name: string,
): Promise<NewProfile> {
  const { options, ctx } = invocation;
  const appId =
    options.appId ??
    (await prompter.input({
      message: 'App ID',
      validate: (answer) => hex32Answer(answer, 'An App ID'),
    }));
  const appCertificate = certificateGiven(options)
    ? (await optionProfile(invocation)).appCertificate
    : await askSecret(prompter, ctx, {
        what: 'App Certificate',
        variable: `AGORA_${variablePart(name)}CERTIFICATE`,
        validate: (answer) =>
          answer.trim().toLowerCase() === appId.trim().toLowerCase()
            ? 'This is the App ID; the App Certificate is another value in the Console.'
            : hex32Answer(answer, 'An App Certificate'),
      });
  const whiteboard = optionWhiteboard(options) ?? (await askWhiteboard(prompter, ctx, name));
  return { appId: appId.trim(), appCertificate, ...(whiteboard && { whiteboard }) };
}

/**
 * Asks for the name of the profile.
 * @param suggested a name that is free; empty for none
 */
export async function askName(prompter: Prompter, suggested: string): Promise<string> {
  const name = await prompter.input({
    message: 'Name of the profile',
    ...(suggested !== '' && { default: suggested }),
    validate: (answer) => newName(answer.trim()),
  });
  return name.trim();
}

/**
 * Asks where the profile is kept: in the project where the config only names the secrets.
 * @param projectPath where the project's config is, for people
 * @param userPath where the user's own is; undefined without a home directory
 */
export async function askScope(
  prompter: Prompter,
  profile: NewProfile,
  projectPath: string,
  userPath: string | undefined,
): Promise<Scope> {
  const secrets = [profile.appCertificate, profile.whiteboard?.secretKey];
  // A project's config must not name a command.
  if (secrets.some((secret) => typeof secret === 'object' && secret.command)) return 'user';
  if (userPath === undefined) return 'project';
  return prompter.select({
    message: 'Where is the profile kept?',
    choices: [
      {
        name: 'in this project',
        value: 'project',
        description: `${projectPath}; the team can share it`,
      },
      { name: 'in your own config', value: 'user', description: `${userPath}, for every project` },
    ],
    default: secrets.some((secret) => typeof secret === 'string') ? 'user' : 'project',
  } as const);
}

async function askWhiteboard(
  prompter: Prompter,
  ctx: Context,
  name: string,
): Promise<NewProfile['whiteboard']> {
  const wanted = await prompter.confirm({
    message: 'Add Interactive Whiteboard keys as well?',
    default: false,
  });
  if (!wanted) return undefined;
  const accessKey = await prompter.input({
    message: `Access key (AK; in the Console: ${WHITEBOARD_PROJECT.place})`,
    validate: keyAnswer,
  });
  const secretKey = await askSecret(prompter, ctx, {
    what: 'Secret key (SK)',
    variable: `AGORA_${variablePart(name)}WHITEBOARD_SECRET_KEY`,
    validate: (answer) =>
      answer.trim() === accessKey.trim() ? 'This is the access key.' : keyAnswer(answer),
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
  ctx: Context,
  { what, variable, validate }: SecretQuestion,
): Promise<SecretSpec> {
  const way = await prompter.select({
    message: `Where is the ${what} kept?`,
    choices: [
      {
        name: 'in an environment variable',
        value: 'env',
        description: 'the config has only its name, and can be shared',
      },
      { name: 'in a file', value: 'file', description: 'the config has only its path' },
      {
        name: 'in this config',
        value: 'literal',
        description: 'you type it now, hidden; only you can read the config',
      },
      {
        name: 'in a password manager',
        value: 'command',
        description: 'a command prints it, such as: op read op://Private/Agora/certificate',
      },
    ],
    default: 'env',
  } as const);
  switch (way) {
    case 'env': {
      const env = await prompter.input({
        message: 'Name of the variable',
        default: variable,
        validate: (answer) => variableName(answer.trim()),
      });
      return { env: env.trim() };
    }
    case 'file': {
      const file = await prompter.input({
        message: 'Path of the file',
        validate: (answer) => fileAnswer(answer, ctx),
      });
      return { file: file.trim() };
    }
    case 'command': {
      const command = await prompter.input({
        message: 'Command',
        validate: (answer) => commandWords(answer).length > 0 || 'A command is needed.',
      });
      return { command: commandWords(command) };
    }
    case 'literal':
      return (await prompter.password({ message: what, validate })).trim();
  }
}

/** The words of a command, parted at spaces that are not in quotes; no shell will see them. */
export function commandWords(text: string): string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single),
  );
}

function hex32Answer(answer: string, what: string): true | string {
  const problem = hex32Problem(answer.trim());
  return problem === undefined || `${what} has ${HEX32_EXPECTED}; ${problem}.`;
}

function fileAnswer(answer: string, ctx: Context): true | string {
  const path = answer.trim();
  if (path === '') return 'The path of a file is needed.';
  if (pathLooksLikeSecret(path)) return 'This looks like the secret itself; its path is expected.';
  try {
    const there = visible(resolvePath(path, ctx.cwd, ctx))?.isFile();
    return there || 'That file does not exist; write the secret into it first.';
  } catch (error) {
    return (error as Error).message;
  }
}

const keyAnswer = (answer: string) =>
  /^\s*[^\s]{8,}\s*$/.test(answer) ||
  'A key of the whiteboard has no spaces and at least 8 characters.';

/** The part of a variable's name that tells the profile; `dev` needs none. */
const variablePart = (name: string) => {
  const part = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return part === '' ? '' : `${part}_`;
};
