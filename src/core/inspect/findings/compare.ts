import { type Finding, type FindingCode, finding } from '../../finding.js';
import { listed } from '../../text/count.js';
import { quoted, show } from '../../text/safe-text.js';
import type { DecodedService, TokenText } from '../../token/model.js';
import { matchCrc, matchesText, nearMiss } from '../match.js';
import { kindOf, type Subject, servicesWith } from './rule.js';

/** Compares one value with what the token holds of it: its text, or the CRC-32 of that. */

/** A field as the token gives it: its text, or the CRC-32 that a 006 token keeps of it. */
type Kept = TokenText | { readonly crc32: number };

/** The CRC-32 of a field, where a 006 token keeps it. */
export const crc = (value: number | undefined) =>
  value === undefined ? undefined : { crc32: value };

/** A field of the services, the value that is expected of it, and what to say of another. */
interface Comparison {
  readonly code: FindingCode;
  readonly noun: string;
  readonly flag: string;
  readonly expected: string;
  readonly read: (service: DecodedService) => Kept | undefined;
  /** The format signs the field without holding it. */
  readonly hiddenIn: boolean;
  /** No wildcards: an empty text or `*` means itself. */
  readonly exact?: true;
  readonly fix: (inToken: TokenText | undefined) => string;
  /** The token's text with its noun, where that is not `channel "demo"`. */
  readonly named?: (text: TokenText) => string;
  /** What is expected, where that is not in quotes. */
  readonly wanted?: string;
  /** The one uid that has this CRC-32. */
  readonly recover?: (crc32: number) => string | undefined;
}

/** One of the services that are meant must hold the expected value. */
export function compareField(subject: Subject, comparison: Comparison): Finding[] {
  const { code, noun, flag, read, hiddenIn, fix } = comparison;
  if (hiddenIn) return undecidable(subject, noun);
  const held = valuesOf(subject, read);
  if (held.length === 0) {
    const misfit = `${kindOf(subject)} has no ${noun}, but you expect ${wantedText(comparison)}`;
    return [finding(code, misfit, misfitFix(subject, flag))];
  }
  const differences = held.map((value) => difference(value, comparison));
  if (differences.includes(undefined)) return [];
  // Of several, a near miss is the likeliest to have been meant.
  const best = differences.find((one) => one?.by !== undefined) ?? differences[0];
  const others = new Set(
    held.filter((value) => !isCrc(value) && value !== best?.text).map(shownValue),
  );
  const also = others.size > 0 ? `; its other services are for ${noun} ${listed([...others])}` : '';
  return [finding(code, `${best?.message}${also}`, fix(best?.text))];
}

function valuesOf(subject: Subject, read: Comparison['read']): Kept[] {
  return servicesWith(subject, (service) => read(service) !== undefined)
    .map(read)
    .filter((value) => value !== undefined);
}

const shownValue = (value: Kept) => (isCrc(value) ? String(value.crc32) : show(value));

/** RTC tells users apart by uid or account, RTM and Chat by user id. */
function misfitFix({ services }: Subject, flag: string): string {
  if (flag === '--user-id' && services.some(({ name }) => name === 'rtc')) {
    return 'An RTC token has a uid or an account: use --uid or --account.';
  }
  if (['--uid', '--account'].includes(flag) && services.some(hasUserId)) {
    return 'RTM and Chat tokens have a user id: use --user-id.';
  }
  return `Leave out ${flag}, or sign a token that has one.`;
}

const hasUserId = ({ name, userId }: DecodedService) => userId !== undefined || name === 'rtm';

interface Difference {
  readonly message: string;
  /** By what alone it differs. */
  readonly by?: string | undefined;
  /** What the token is for, where that is known. */
  readonly text?: TokenText;
}

function difference(value: Kept, comparison: Comparison): Difference | undefined {
  if (isCrc(value)) return crcDifference(value.crc32, comparison);
  const { expected, exact } = comparison;
  if (exact ? value === expected : matchesText(value, expected)) return undefined;
  return differing(value, nearBy(value, expected), comparison);
}

function differing(text: TokenText, by: string | undefined, comparison: Comparison): Difference {
  const { noun, named = (value) => `${noun} ${show(value)}` } = comparison;
  const message = `token is for ${named(text)}, but you expect ${wantedText(comparison)}`;
  return { message: message + differOnlyIn(by), text, by };
}

const wantedText = ({ expected, wanted = quoted(expected) }: Comparison) => wanted;

const isCrc = (value: Kept): value is { readonly crc32: number } =>
  typeof value === 'object' && 'crc32' in value;

/** A CRC-32 of 0 is that of the empty text, which admits any channel and uid. */
function crcDifference(inToken: number, comparison: Comparison): Difference | undefined {
  const { expected, exact, noun, recover } = comparison;
  const match = inToken === 0 && !exact ? { text: '' } : matchCrc(inToken, expected);
  if (match) {
    return 'by' in match && match.by !== undefined
      ? differing(match.text, match.by, comparison)
      : undefined;
  }
  const known = recover?.(inToken);
  if (known !== undefined) {
    const named = () => `uid ${known} (by its CRC-32)`;
    return differing(known, undefined, { ...comparison, named });
  }
  return {
    message: `token is not for ${noun} ${wantedText(comparison)}: its CRC-32 is not the ${inToken} in the token`,
  };
}

/**
 * Where the signature was checked with the expected values, it has answered already; where it lacks
 * some of them, that is said of it.
 */
function undecidable({ token, signature }: Subject, noun: string): Finding[] {
  if (signature.status !== 'unchecked' || signature.needsClaims) return [];
  return [
    finding(
      'not-decidable',
      `${kindOf({ token, services: [] })} is signed for ${withArticle(noun)} without holding it, so it can only be checked with the certificate`,
      'Supply the certificate of its project: --profile, or AGORA_APP_ID and AGORA_APP_CERTIFICATE.',
    ),
  ];
}

const withArticle = (noun: string) => `${noun.startsWith('a') ? 'an' : 'a'} ${noun}`;

/** ` (they differ only in letter case)`, where that is so. */
export function near(inToken: TokenText, expected: string): string {
  return differOnlyIn(nearBy(inToken, expected));
}

const differOnlyIn = (by: string | undefined) => (by ? ` (they differ only in ${by})` : '');

function nearBy(inToken: TokenText, expected: string): string | undefined {
  if (typeof inToken !== 'string') return undefined;
  return nearMiss(inToken, expected) ?? sameBits(inToken, expected);
}

/** -1 and 4294967295 are the same 32 bits: Java's builder writes one, the Node.js builder the other. */
function sameBits(left: string, right: string) {
  const number = /^-?\d{1,10}$/;
  if (!number.test(left) || !number.test(right)) return undefined;
  const equal = Number(left) >>> 0 === Number(right) >>> 0;
  return equal && left.startsWith('-') !== right.startsWith('-')
    ? 'the sign of the same 32 bits'
    : undefined;
}
