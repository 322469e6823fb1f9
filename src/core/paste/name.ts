import { ZERO_WIDTH } from '../text/zero-width.js';
import { ESC } from './unescape.js';

/** How far in front of a token its name is looked for. */
const REACH = 200;

/** The names of characters that HTML writes as entities, as far as they stand before a token. */
const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
  equals: '=',
  colon: ':',
};

/**
 * The name that a token has in the text around it: a JSON key, a variable, a URL parameter, a header,
 * a label.
 */
export function nameBefore(text: string, at: number): string | undefined {
  const head = plain(plain(text.slice(Math.max(0, at - REACH), at)));
  const line = head.slice(Math.max(head.lastIndexOf('\n'), head.lastIndexOf('\r')) + 1);
  const value = withoutScheme(withoutWrapping(line));
  const element = /<([\w:.-]{1,64})(?:\s[^<>]*)?>$/.exec(value)?.[1];
  if (element !== undefined) return element;
  const flag = /(?:^|\s)--?([a-z][\w-]{0,63})\s+$/i.exec(value)?.[1];
  if (flag !== undefined) return flag;
  const named = /^(.*?[^\s:=])\s{0,8}(?:=>|:=|->|[:=\uff1a\uff1d])\s{0,8}$/.exec(value)?.[1];
  if (named === undefined) return undefined;
  return /[=>]\s*$/.test(value) ? wordAtEnd(withoutType(named)) : nameAtEnd(named);
}

const COLOUR = new RegExp(String.raw`(?:${ESC}|\^\[)\[[\d;]*[A-Za-z]`, 'g');

const UNSEEN = new RegExp(`[${ZERO_WIDTH}]`, 'g');

/** Whether any of it is written as something else. */
const WRITTEN = new RegExp(String.raw`[\\%&^${ESC}${ZERO_WIDTH}]|=3D`);

/** With what escapes stand for. */
function plain(text: string): string {
  return !WRITTEN.test(text)
    ? text
    : text
        .replace(/\\+u00([0-9a-f]{2})|\\+x([0-9a-f]{2})|%([0-9a-f]{2})/gi, (_, a, b, c) =>
          String.fromCharCode(Number.parseInt(a ?? b ?? c, 16)),
        )
        .replace(/&#(?:x([0-9a-f]{1,4})|(\d{1,5}));/gi, (_, hex, decimal) =>
          String.fromCharCode(hex ? Number.parseInt(hex, 16) : Number(decimal)),
        )
        .replace(/&(\w{2,6});/g, (all, name) => ENTITIES[name] ?? all)
        .replace(/=3D/g, '=')
        .replace(/\\+[nrt]/g, '\n')
        .replace(/\\+(["'`/])/g, '$1')
        .replace(COLOUR, '')
        .replace(UNSEEN, '');
}

/** What opens around a value: quotes, brackets, marks of Markdown, `b'`, `Optional(`. */
const OPENING =
  /(?:(?:\b[bruf]{1,2}|@)?["'`\u2018\u201c\u201e\u300c\u300e\u00ab]+|(?:\bOptional|\bString)?\(|[[{*~]|(?<![\w>])<)$/;

function withoutWrapping(text: string): string {
  for (let rest = text, layer = 0; ; layer++) {
    const bare = rest.replace(OPENING, '');
    if (bare === rest || layer === 8) return bare;
    rest = bare;
  }
}

const withoutScheme = (text: string) =>
  withoutWrapping(text.replace(/(?:\bbearer|\bagora[\s+]{1,9}token\s{0,4}=?)\s{0,9}$/i, ''));

/** `token: string = "…"`, where `log: token=…` has a label in front of the name. */
const TYPE =
  /(\w)\??\s*:\s+(?:\w+\.)*(?:string|str|text|any|unknown|object|bytes|nsstring|charsequence|anystr)\??$/i;

function withoutType(named: string): string {
  return named.replace(TYPE, '$1');
}

/** What closes around a name. */
const CLOSING = /["'`\])*_\u2019\u201d\u300d]+$/;

/** The last word; with the one before where both are a label: `Rtm Token`. */
function nameAtEnd(text: string): string | undefined {
  const label = /(?:^|[^\w\s]\s*)([A-Z][A-Za-z]{0,23} [Tt]oken)$/.exec(
    text.replace(CLOSING, ''),
  )?.[1];
  return label ?? wordAtEnd(text);
}

function wordAtEnd(text: string): string | undefined {
  return /[A-Za-z_$\u0080-\u{10ffff}][\w$.\u0080-\u{10ffff}-]{0,63}$/u.exec(
    text.replace(CLOSING, ''),
  )?.[0];
}
