import { PROJECT_SECRETS } from '../../core/agora/projects.js';
import { ConfigError, EXIT, UsageError } from '../../core/errors.js';

import { type NamedSecret, type Part, Redactor } from '../../core/paste/redact.js';
import { count, listed } from '../../core/text/count.js';
import { safeText } from '../../core/text/safe-text.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import { type Declare, examples } from '../command.js';
import { displayPath, resolvePath } from '../config/files.js';
import { fileChunks } from '../config/read-file.js';
import type { SettingsOptions } from '../config/types.js';
import { LosslessText } from '../input/lossless-text.js';
import { stdinChunks } from '../input/read-token.js';
import type { CommandRun, Invocation } from '../invocation.js';
import { settingsOf } from '../project/settings-of.js';
import { write } from '../world/streams.js';

export const declareRedact: Declare = (command, act) => {
  command
    .description(
      'Shortens the tokens in a text, the secrets of your profiles, the values of Authorization headers, ' +
        'users and passwords of curl and URLs, and keys after names such as certificate or secret. ' +
        'Everything else stays as it is. Look over the result before you post it: it may contain other ' +
        'secrets.',
    )
    .argument('[file]', 'the file to read, or - for standard input')
    .addHelpText(
      'after',
      examples('agora-token redact app.log > to-post.log', 'adb logcat -d | agora-token redact'),
    )
    .action(act(redact));
};

/** Takes out of a log what must not be posted. */
export const redact: CommandRun<SettingsOptions> = async (invocation) => {
  const { ctx } = invocation;
  if (invocation.json) {
    throw new UsageError('redact writes the text itself, which is not JSON', 'Leave out --json.');
  }
  const chunks = source(invocation);
  const redactor = new Redactor(nodeRuntime, await knownSecrets(invocation));
  const text = new LosslessText();
  const put = async (parts: readonly Part[]) => {
    for (const { length, instead } of parts) {
      const bytes = instead === undefined ? text.take(length) : text.replace(length, instead);
      await write(ctx.stdout, bytes);
    }
  };
  let pieces = 0;
  for await (const chunk of chunks) {
    if (pieces++ > 0) ctx.saveMemory();
    await put(redactor.push(text.push(bytesOf(chunk))));
  }
  await put(redactor.push(text.end()));
  await put(redactor.end());
  const { tokens, secrets, headers } = redactor.counts;
  const parts = [count(tokens, 'token'), count(secrets, 'secret'), count(headers, 'header')];
  await invocation.note(`redacted ${listed(parts)}`);
  return EXIT.ok;
};

const bytesOf = (chunk: Uint8Array | string) =>
  typeof chunk === 'string' ? Buffer.from(chunk) : chunk;

function source({ ctx, args }: Invocation): AsyncIterable<Uint8Array | string> {
  const [file = '-'] = args;
  if (file !== '-') {
    const path = pathOf(file, ctx);
    return fileChunks(path, `the file ${displayPath(path, ctx)}`, {
      pipes: true,
      failure: UsageError,
    });
  }
  if (ctx.stdin.isTTY && args.length === 0) {
    throw new UsageError(
      'no text was given',
      'Name a file, or pipe it in: agora-token redact < app.log',
    );
  }
  return stdinChunks(ctx.stdin, 'Pipe a text in, or name a file.');
}

function pathOf(file: string, ctx: Invocation['ctx']): string {
  try {
    return resolvePath(file, ctx.cwd, ctx);
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message, error.hint);
    throw error;
  }
}

/** The secrets of all profiles. One that cannot be read cannot be found, which somebody has to know. */
async function knownSecrets(invocation: Invocation<SettingsOptions>): Promise<NamedSecret[]> {
  const { profiles } = await settingsOf(invocation, { allProfiles: true }, 'app-id');
  const known: NamedSecret[] = [];
  for (const profile of profiles) {
    for (const { key, word } of PROJECT_SECRETS) {
      try {
        const value = await profile[key]?.resolve();
        if (value !== undefined) {
          known.push({ value, name: `${word} of profile ${safeText(profile.name)}` });
        }
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        await invocation.warn(
          `the ${word} of profile ${safeText(profile.name)} is not looked for: ${error.message}`,
        );
      }
    }
  }
  return known;
}
