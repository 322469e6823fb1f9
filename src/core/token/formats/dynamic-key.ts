import { TokenError } from '../../errors.js';
import { assertWhole } from '../cut.js';
import { instant } from '../instant.js';
import type { DecodedToken, ReadToken, TokenFormat } from '../model.js';

export type DynamicKeyFormat = Extract<
  TokenFormat,
  '004' | '003' | 'dynamic-key-2' | 'dynamic-key-1'
>;

interface Field {
  readonly key: 'signature' | 'appId' | 'issueTs' | 'salt' | 'uid' | 'expireTs';
  readonly title: string;
  readonly length: number;
  readonly pattern: RegExp;
}

const HEX = /^[0-9a-f]*$/;
const DIGITS = /^\d*$/;

const SIGNATURE: Field = { key: 'signature', title: 'signature', length: 40, pattern: HEX };
const APP_ID: Field = { key: 'appId', title: 'App ID', length: 32, pattern: /^[0-9a-fA-F]*$/ };
const ISSUE_TS: Field = { key: 'issueTs', title: 'issue time', length: 10, pattern: DIGITS };
const SALT: Field = { key: 'salt', title: 'salt', length: 8, pattern: HEX };
const UID: Field = { key: 'uid', title: 'uid', length: 10, pattern: DIGITS };
const EXPIRE_TS: Field = { key: 'expireTs', title: 'expiry time', length: 10, pattern: DIGITS };

const HEAD = [SIGNATURE, APP_ID, ISSUE_TS, SALT];

/** Fields of fixed length one after another, in plain text. */
const LAYOUTS: Readonly<
  Record<DynamicKeyFormat, { readonly prefix: string; readonly fields: readonly Field[] }>
> = {
  '004': { prefix: '004', fields: [...HEAD, EXPIRE_TS] },
  '003': { prefix: '003', fields: [...HEAD, UID, EXPIRE_TS] },
  'dynamic-key-2': { prefix: '', fields: [...HEAD, UID, EXPIRE_TS] },
  'dynamic-key-1': { prefix: '', fields: HEAD },
};

/** The fields of a token of this format in their order, and how many characters each has. */
export function dynamicKeyFields(
  format: DynamicKeyFormat,
): readonly { readonly title: string; readonly length: number }[] {
  const { prefix, fields } = LAYOUTS[format];
  return prefix === '' ? fields : [{ title: 'format', length: prefix.length }, ...fields];
}

/** How many characters a token of this format has. */
export function dynamicKeyLength(format: DynamicKeyFormat): number {
  const { prefix, fields } = LAYOUTS[format];
  return fields.reduce((sum, { length }) => sum + length, prefix.length);
}

/** Whether a text has the length and the characters of this format. */
export function hasDynamicKeyLayout(text: string, format: DynamicKeyFormat): boolean {
  if (text.length !== dynamicKeyLength(format)) return false;
  const { prefix, fields } = LAYOUTS[format];
  let at = prefix.length;
  return (
    text.startsWith(prefix) &&
    fields.every(({ length, pattern }) => {
      at += length;
      return pattern.test(text.slice(at - length, at));
    })
  );
}

/**
 * Reads a Dynamic Key of the versions 1 to 4. None holds the channel, and 004 not the uid either.
 * @throws TokenError naming the first field that is cut or holds other characters
 */
export function readDynamicKey(text: string, format: DynamicKeyFormat): ReadToken {
  const values = split(text, format);
  const { uid, expireTs, signature } = values;
  const { appId, issueTs, salt } = values;
  return {
    token: { ...tokenOf(format, values), signature },
    findings: [],
    signed: {
      format,
      appId,
      issueTs,
      salt,
      ...(uid !== undefined && { uid }),
      ...(expireTs !== undefined && { expireTs }),
      signature,
    },
  };
}

/** What a key that is cut says, as far as it goes, without its signature. */
export function partialDynamicKey(
  text: string,
  format: DynamicKeyFormat,
): DecodedToken | undefined {
  const { prefix, fields } = LAYOUTS[format];
  const values: Partial<Record<Field['key'], string>> = {};
  let at = prefix.length;
  for (const { key, length, pattern } of fields) {
    const value = text.slice(at, at + length);
    if (!pattern.test(value)) return undefined;
    if (value.length < length) break;
    values[key] = value;
    at += length;
  }
  return tokenOf(format, values);
}

function tokenOf(
  format: DynamicKeyFormat,
  { appId, issueTs, expireTs, salt, uid }: Partial<Values>,
): DecodedToken {
  return {
    format,
    ...(appId !== undefined && { appId }),
    ...(issueTs !== undefined && { issuedAt: instant(Number(issueTs)) }),
    ...(expireTs !== undefined && { expiresAt: instant(Number(expireTs)) }),
    ...(salt !== undefined && { salt: Number.parseInt(salt, 16) }),
    ...(uid !== undefined && { uid: String(Number(uid)) }),
  };
}

type Values = Record<'signature' | 'appId' | 'issueTs' | 'salt', string> &
  Partial<Record<'uid' | 'expireTs', string>>;

function split(text: string, format: DynamicKeyFormat): Values {
  const { prefix, fields } = LAYOUTS[format];
  const values: Partial<Record<Field['key'], string>> = {};
  let at = prefix.length;
  for (const { key, title, length, pattern } of fields) {
    const value = text.slice(at, at + length);
    const stray = [...value].findIndex((character) => !pattern.test(character));
    if (stray >= 0) {
      throw new TokenError(
        'not-a-token',
        `character ${at + stray + 1} does not belong to the ${title} of a ${format} token, which has ${length} ${pattern === DIGITS ? 'digits' : 'hex characters'}`,
        undefined,
        { position: { offset: at + stray, length: 1 } },
      );
    }
    assertWhole(
      value,
      length,
      title,
      ` (a ${format} token has ${dynamicKeyLength(format)} characters, this one ${text.length})`,
    );
    values[key] = value;
    at += length;
  }
  if (text.length > at) {
    throw new TokenError(
      'not-a-token',
      `a ${format} token has ${at} characters; this text has ${text.length}`,
    );
  }
  return values as Values;
}
