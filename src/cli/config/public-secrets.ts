import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isHex32 } from '../../core/agora/hex32.js';
import { utf8Text } from '../../core/text/utf8.js';
import type { Context } from '../context.js';
import { displayPath } from './files.js';
import { repositoryRoot } from './places.js';
import { readHead } from './read-file.js';

/** What the names of variables begin with that builds put into what everybody downloads. */
const PUBLIC_PREFIXES = [
  'NEXT_PUBLIC_',
  'NUXT_PUBLIC_',
  'EXPO_PUBLIC_',
  'REACT_APP_',
  'GATSBY_',
  'PUBLIC_',
  'VITE_',
];

const SECRET = /CERT|SECRET/i;
/** Whose they are; a certificate of another kind is not ours to judge. */
const OURS = /AGORA|APP_CERTIFICATE|WHITEBOARD|NETLESS/i;

/** A dotenv file, as `.env` or `.env.local`; examples have no values worth a word. */
const ENV_FILE = /^\.env(?:\.[\w.-]+)?$/;
const EXAMPLE = /example|sample|template/i;

/** A secret under a name that builds make public. */
export interface PublicSecret {
  /** `the environment`, or a file. */
  readonly source: string;
  readonly name: string;
  readonly prefix: string;
}

/** Looks for secrets under public names in the environment and in the dotenv files of the project. */
export async function publicSecrets(ctx: Context): Promise<readonly PublicSecret[]> {
  const root = repositoryRoot(ctx.cwd);
  const folders = new Set([ctx.cwd, root].filter((folder) => folder !== undefined));
  const files = [...folders].flatMap(envFiles);
  const found = ofVariables('the environment', Object.entries(ctx.env));
  if (files.length === 0) return found;
  const { parseEnvFile } = await import('./env-file.js');
  return [
    ...found,
    ...files.flatMap((path) => {
      const head = readHead(path);
      return head ? ofVariables(displayPath(path, ctx), [...parseEnvFile(utf8Text(head))]) : [];
    }),
  ];
}

function envFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => ENV_FILE.test(name) && !EXAMPLE.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function ofVariables(
  source: string,
  entries: readonly (readonly [name: string, value: string | undefined])[],
): PublicSecret[] {
  return entries.flatMap(([name, value]) => {
    const prefix = PUBLIC_PREFIXES.find((each) => name.startsWith(each));
    const text = value?.trim() ?? '';
    if (prefix === undefined || !SECRET.test(name) || text === '') return [];
    return OURS.test(name) || isHex32(text) ? [{ source, name, prefix }] : [];
  });
}
