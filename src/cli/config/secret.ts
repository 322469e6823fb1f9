import { dirname } from 'node:path';
import { assertHex32 } from '../../core/agora/hex32.js';
import { ConfigError, UsageError } from '../../core/errors.js';
import { DAMAGED, isDamaged, utf8Text } from '../../core/text/utf8.js';
import type { Context } from '../context.js';
import { displayPath, resolvePath } from './files.js';
import { assertPath, shownPath, shownVariable } from './hex32.js';
import { readStream, readTextFile } from './read-file.js';
import type { Environment, Secret, SecretVia } from './types.js';

/** What a secret must look like: an App Certificate, or any other key. */
export type SecretKind = 'certificate' | 'key';

/** How a config file gives a secret: as it is, or by exactly one of these ways. */
export type SecretSpec =
  | string
  | {
      readonly env?: string | undefined;
      readonly file?: string | undefined;
      readonly command?: readonly string[] | undefined;
    };

/** Where in which file a secret stands. */
interface SecretOrigin {
  /** The config file, absolute. */
  readonly path: string;
  /** For messages: `.agora-tokenrc: profiles.dev.appCertificate`. */
  readonly source: string;
  readonly kind: SecretKind;
}

/** A secret that is known already. */
export function fixedSecret(value: string, source: string, via: SecretVia): Secret {
  return { source, via, resolve: async () => value };
}

/** The secret that a config file describes. */
export function configSecret(
  spec: SecretSpec,
  origin: SecretOrigin,
  ctx: Context,
  env: Environment,
): Secret {
  const { source, kind, path } = origin;
  if (typeof spec === 'string') {
    ctx.secrets.add(spec);
    return lazy(source, 'literal', kind, ctx, async () => spec);
  }
  const { env: variable, file, command = [] } = spec;
  if (variable !== undefined) {
    const shown = shownVariable(variable);
    return lazy(`${source}, variable ${shown}`, 'variable', kind, ctx, async () => {
      const value = env.get(variable);
      if (value !== undefined) return value.value;
      throw new ConfigError(
        `${source} refers to the variable ${shown}, which is ${Object.hasOwn(ctx.env, variable) ? 'empty' : 'not set'}`,
        kind === 'certificate'
          ? 'Set it, give --dotenv, or --app-certificate-file.'
          : 'Set it, or give --dotenv.',
      );
    });
  }
  if (file !== undefined) {
    const shown = shownPath(file);
    return lazy(`${source}, file ${shown}`, 'file', kind, ctx, async () => {
      const what = `the file ${shown} of ${source}`;
      return oneLine(await readTextFile(resolvePath(file, dirname(path), ctx), what), what);
    });
  }
  return lazy(
    `${source}, command ${shownPath(command[0] ?? '')}`,
    'command',
    kind,
    ctx,
    async () => {
      const { commandOutput } = await import('./secret-command.js');
      return commandOutput(command, source, ctx, dirname(path));
    },
  );
}

/** A secret from an environment variable. */
export function variableSecret(
  value: string,
  source: string,
  kind: SecretKind,
  ctx: Context,
): Secret {
  ctx.secrets.add(value);
  return lazy(source, 'variable', kind, ctx, async () => value);
}

/**
 * The certificate that `--app-certificate-file` names: a path, or `-` for standard input.
 * @throws ConfigError where the certificate itself was given
 */
export function optionCertificate(file: string, ctx: Context): Secret {
  const flag = '--app-certificate-file';
  if (file === '-') {
    return lazy(`${flag}, standard input`, 'file', 'certificate', ctx, async () => {
      if (ctx.stdin.isTTY) {
        throw new UsageError(
          `${flag} - reads standard input, which is a terminal`,
          'Pipe the certificate in: pass show agora | agora-token … --app-certificate-file -',
        );
      }
      const what = 'standard input';
      return oneLine(utf8Text(await readStream(ctx.stdin, what)), what);
    });
  }
  assertPath(file, flag);
  const path = resolvePath(file, ctx.cwd, ctx);
  const shown = displayPath(path, ctx);
  return lazy(`${flag} ${shown}`, 'file', 'certificate', ctx, async () => {
    const what = `the file ${shown} of ${flag}`;
    return oneLine(await readTextFile(path, what, { pipes: true }), what);
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: no secret has them, and binary files do.
const CONTROL = /[\0-\x1f\x7f]/;

/** @throws ConfigError for what is damaged or binary: nobody could verify what it signs */
export function assertWhole(value: string, what: string): void {
  if (isDamaged(value)) throw new ConfigError(`${what} ${DAMAGED}`, 'Give it in UTF-8.');
  if (CONTROL.test(value)) {
    throw new ConfigError(`${what} has a control character`, 'Is it the right file?');
  }
}

function lazy(
  source: string,
  via: SecretVia,
  kind: SecretKind,
  { secrets }: Context,
  read: () => Promise<string>,
): Secret {
  let value: Promise<string> | undefined;
  return {
    source,
    via,
    resolve: () => {
      value ??= read().then((text) => {
        secrets.add(text);
        return checked(text.trim(), source, kind);
      });
      return value;
    },
  };
}

/** @throws ConfigError without a word of the value */
function checked(value: string, source: string, kind: SecretKind): string {
  if (value === '') {
    throw new ConfigError(
      `the secret from ${source} is empty`,
      'Put the secret there; a command that writes it may have failed.',
    );
  }
  assertWhole(value, `the secret from ${source}`);
  if (kind === 'key') return value;
  assertHex32(value, 'App Certificate', source);
  return value;
}

/** A secret's file holds one line; line ends and blank lines behind it do not count. */
function oneLine(text: string, what: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length > 1) {
    throw new ConfigError(
      `${what} has ${filled.length} lines; expected one line with nothing but the secret`,
    );
  }
  return filled[0] ?? '';
}
