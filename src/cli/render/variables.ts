import { UsageError } from '../../core/errors.js';
import type { Key, Values } from '../../core/generate/options.js';
import type { ParsedToken } from '../../core/token/model.js';

/** The variables of `--output dotenv` and `shell`, in order. */
const VARIABLES: readonly (readonly [name: string, key: Key])[] = [
  ['AGORA_CHANNEL', 'channel'],
  ['AGORA_UID', 'uid'],
  ['AGORA_ACCOUNT', 'account'],
  ['AGORA_USER_ID', 'userId'],
  ['AGORA_RTM_USER_ID', 'rtmUserId'],
  ['AGORA_ROOM_UUID', 'room'],
  ['AGORA_USER_UUID', 'user'],
  ['AGORA_WHITEBOARD_UUID', 'uuid'],
];

type Variable = readonly [name: string, value: string];

/** The token, the App ID it is for, and who it is for. */
export function variables({ text, token }: ParsedToken, values: Values): Variable[] {
  const appId = typeof token.appId === 'string' ? token.appId : undefined;
  return [
    ...(appId === undefined ? [] : [['AGORA_APP_ID', appId] as const]),
    ['AGORA_TOKEN', text],
    ...VARIABLES.flatMap(([name, key]): Variable[] => {
      const value = values[key];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  ];
}

/**
 * `KEY=value` lines that dotenv reads back exactly. They are not for a shell, which would expand what is
 * in backticks or double quotes.
 * @throws UsageError for a value that no quotes of a dotenv file can hold
 */
export function dotenvLines(list: readonly Variable[]): string {
  return list.map(([name, value]) => `${name}=${dotenvQuoted(value, name)}\n`).join('');
}

/** dotenv knows no escaped quote, so a value is put into quotes that it does not contain. */
function dotenvQuoted(value: string, name: string): string {
  if (/^[\w./+=@:-]+$/.test(value)) return value;
  // Between double quotes dotenv turns \n into a line break.
  const quotes = ["'", '`', ...(value.includes('\\') ? [] : ['"'])];
  const quote = quotes.find((each) => !value.includes(each));
  if (quote) return `${quote}${value}${quote}`;
  throw new UsageError(
    `${name} has every kind of quotes, which a dotenv file cannot`,
    'Use --output json or --output shell.',
  );
}

/**
 * Lines for PowerShell's Invoke-Expression: between single quotes nothing has a meaning. PowerShell takes
 * typographic quotes for single quotes too.
 */
export function powershellLines(list: readonly Variable[]): string {
  return list
    .map(([name, value]) => `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, '$&$&')}'\n`)
    .join('');
}

/**
 * Lines to `eval` in bash, dash, zsh or fish. Between single quotes nothing has a meaning but, in
 * fish, a backslash: so it is put between double quotes, as the single quote is.
 */
export function shellLines(list: readonly Variable[]): string {
  return list.map(([name, value]) => `export ${name}=${shellQuoted(value)}\n`).join('');
}

const shellQuoted = (value: string) =>
  `'${value.replace(/['\\]/g, (each) => (each === "'" ? `'"'"'` : `'"\\\\"'`))}'`;
