import { crc32 } from '../token/crc32.js';
import type { TokenText } from '../token/model.js';
import { percentDecoded } from '../util.js';

/**
 * Whether a text of the token admits a value. On the token's side an empty text means any, and `*`
 * stands for any run of characters (`1*a*2`). Source: docs.agora.io, "Deploy a token server".
 */
export function matchesText(inToken: TokenText, value: string): boolean {
  if (typeof inToken !== 'string') return false;
  if (inToken === '' || inToken === value) return true;
  return inToken.includes('*') && matchesPattern(inToken, value);
}

/** Linear in the text: the literal parts are looked for from left to right. */
function matchesPattern(pattern: string, value: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] as string;
  const last = parts[parts.length - 1] as string;
  if (value.length < first.length + last.length) return false;
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  const end = value.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** How two texts that should be the same differ, in words. */
type NearMiss =
  | 'letter case'
  | 'surrounding white space'
  | 'white space'
  | 'percent-encoding'
  | 'a plus sign where a space belongs'
  | 'Unicode normalisation'
  | 'leading zeros'
  | 'quotes around it';

/** Each undoes one common accident; two texts that then agree differ by that accident alone. */
const SAMENESS: readonly (readonly [NearMiss, (text: string) => string])[] = [
  ['letter case', (text) => text.toLowerCase()],
  ['surrounding white space', (text) => text.trim()],
  ['white space', (text) => text.replace(/\s+/g, '')],
  ['percent-encoding', (text) => percentDecoded(text) ?? text],
  ['a plus sign where a space belongs', (text) => text.replaceAll('+', ' ')],
  ['Unicode normalisation', (text) => text.normalize('NFC')],
  ['leading zeros', (text) => (/^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, '') : text)],
  ['quotes around it', (text) => text.replace(/^(["'])(.*)\1$/s, '$2')],
];

/** By what alone two different texts differ; undefined where by more. */
export function nearMiss(left: string, right: string): NearMiss | undefined {
  if (left === right) return undefined;
  return SAMENESS.find(([, normal]) => normal(left) === normal(right))?.[0];
}

/** A text whose CRC-32 is that in the token, and by what it differs from the one looked for. */
interface CrcMatch {
  readonly text: string;
  /** undefined: it is the text itself. */
  readonly by?: NearMiss;
}

/**
 * Finds the text that a CRC-32 in a 006 token stands for: the expected one, or one near it.
 * A checksum of 32 bits cannot be searched for the unknown, but it tells a near miss.
 */
export function matchCrc(crc: number, expected: string): CrcMatch | undefined {
  if (crc32(expected) === crc) return { text: expected };
  const variants: readonly (readonly [NearMiss, string])[] = [
    ['letter case', expected.toLowerCase()],
    ['letter case', expected.toUpperCase()],
    ['letter case', expected.replace(/^./u, (first) => first.toUpperCase())],
    ['letter case', expected.replace(/^./u, (first) => first.toLowerCase())],
    ['surrounding white space', expected.trim()],
    ['surrounding white space', ` ${expected}`],
    ['surrounding white space', `${expected} `],
    ['surrounding white space', `${expected}\n`],
    ['surrounding white space', `${expected}\r\n`],
    ['white space', expected.replace(/\s+/g, '')],
    ['percent-encoding', percentDecoded(expected) ?? expected],
    ['percent-encoding', encodeURIComponent(expected)],
    ['a plus sign where a space belongs', expected.replaceAll(' ', '+')],
    ['a plus sign where a space belongs', expected.replaceAll('+', ' ')],
    ['Unicode normalisation', expected.normalize('NFC')],
    ['Unicode normalisation', expected.normalize('NFD')],
    ['quotes around it', `"${expected}"`],
  ];
  const hit = variants.find(([, text]) => crc32(text) === crc);
  return hit && { by: hit[0], text: hit[1] };
}
