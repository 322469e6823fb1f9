import { type Finding, type FindingCode, finding } from '../finding.js';
import { ZERO_WIDTH } from '../text/zero-width.js';
import { percentDecoded } from '../util.js';
import { padded, withoutLone, withoutPadding, zeroStrayBits } from './base64.js';
import { leftOver } from './bytes.js';
import { detectFormat, PREFIX_LENGTH } from './detect.js';
import { CONTENT_START_006 } from './formats/006.js';
import { dynamicKeyLength } from './formats/dynamic-key.js';
import { WHITEBOARD_PREFIXES } from './formats/whiteboard.js';

/**
 * What a pasted text may have been before the clipboard, a shell or a URL changed it. Nothing here
 * decides: the caller takes the first candidate that reads as a whole token.
 */
export interface Candidate {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** A last character of the base64 is left out, which may have been lost or added anywhere in it. */
  readonly droppedCharacter?: boolean;
}

/** The text without what stands around it, and every repair on the way there. */
interface Peeled extends Candidate {
  /** So many spaces at the end are all the white space that was cut off; they may have been `+`. */
  readonly spacesAtEnd: number;
}

/**
 * Takes away what can only stand around a token: white space, quotes, the prefixes of an
 * Authorization header, and percent-encoding once.
 */
export function peel(given: string): Peeled {
  let text = given;
  const around: string[] = [];
  let decoded = false;
  const notes = new Notes();
  const take = (rest: string | undefined, ...note: Parameters<Notes['add']>) => {
    if (rest === undefined || rest === text) return;
    text = rest;
    notes.add(...note);
  };
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const before = text;
    const inner = trimmed(text);
    if (inner !== text) around.push(text.startsWith(inner) ? text.slice(inner.length) : text);
    take(inner, 'repaired-whitespace', 'removed white space around the token');
    take(withoutQuotes(text), 'repaired-quotes', 'removed quotes around the token');
    const prefix = HEADER_PREFIX.exec(text)?.[0] ?? '';
    const shown = prefix.trim().replace(/\s+/g, ' ');
    take(
      text.slice(prefix.length),
      'repaired-prefix',
      `"${shown}" in front of the token was removed`,
    );
    if (!decoded && PERCENT_ENCODED.test(text)) {
      decoded = true;
      take(decodedEscapes(text), 'repaired-percent-encoding', 'the token is percent-encoded');
    }
    if (text === before) break;
  }
  const [end = '', ...others] = around;
  const spacesAtEnd = others.length === 0 && isOnlySpaces(end) ? end.length : 0;
  return { text, spacesAtEnd, findings: notes.findings() };
}

/** A paste has a quote around a header around a quote, not more. */
const MAX_LAYERS = 6;

/** All that the peeled text may have been, the most likely first. */
export function* candidates(peeled: Peeled): Generator<Candidate> {
  for (const variant of whitespaceVariants(peeled.text)) {
    const known = [...peeled.findings, ...variant.findings];
    for (const end of ends(variant.text)) {
      const head = normalized(variant.text.slice(0, end));
      const rest = variant.text.slice(end);
      const more = rest ? restBehind(head.text, rest) : [];
      yield { ...head, findings: merged([...known, ...head.findings, ...more]) };
    }
    yield* withPlusAtEnd(variant, peeled);
  }
}

/**
 * A `+` at the end that became a space was cut off with the white space around. Only the checksum
 * of a 007 token can tell, and it needs no padding where it ends so. More than one that nobody sees
 * may as well be anything else that was cut off.
 */
function* withPlusAtEnd(
  variant: Candidate,
  { spacesAtEnd, findings }: Peeled,
): Generator<Candidate> {
  const { text } = variant;
  const body = text.slice(PREFIX_LENGTH);
  const missing = padded(body).length - body.length;
  if (!text.startsWith('007') || text.endsWith('=') || missing === 0) return;
  if (missing > 1 && spacesAtEnd !== missing) return;
  const around =
    spacesAtEnd === missing
      ? findings.filter(({ code }) => code !== 'repaired-whitespace')
      : findings;
  const plus = repair('repaired-plus', 'restored the + at the end, which was a space or missing');
  yield {
    text: text + '+'.repeat(missing),
    findings: merged([...around, ...variant.findings, plus]),
  };
}

const PERCENT_ENCODED = /%[0-9a-f]{2}/i;
const HALF_AN_ESCAPE = /%[0-9a-f]?$/i;

/**
 * `Authorization: Bearer`, `agora token=`, with anything missing, also the token; as a form encodes
 * them, a space is a plus.
 */
const HEADER_PREFIX =
  /^(?:(?:authorization|x-agora-token|agora[\s+]{1,9}token)[\s+]{0,9}[:=][\s+]{0,9}|bearer(?:[\s+:=]{1,9}|$))/i;

const QUOTES = new Set('"\'`\u2018\u2019\u201c\u201d\u00ab\u00bb');
/** White space, and what a web page or chat puts in without a trace. */
const INVISIBLE = new RegExp(String.raw`[\s${ZERO_WIDTH}]`);
const INVISIBLE_RUN = new RegExp(`${INVISIBLE.source}+`, 'g');

function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && INVISIBLE.test(text[start] as string)) start++;
  while (end > start && INVISIBLE.test(text[end - 1] as string)) end--;
  return text.slice(start, end);
}

/** Also a single one: no token holds a quote. Behind a closing quote a comma of JSON may stand. */
function withoutQuotes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && QUOTES.has(text[start] as string)) start++;
  const last = text[end - 1];
  if ((last === ',' || last === ';') && QUOTES.has(text[end - 2] ?? '')) end--;
  while (end > start && QUOTES.has(text[end - 1] as string)) end--;
  return text.slice(start, end);
}

/** Half an escape at the end is left as it is: there the text was cut. */
function decodedEscapes(text: string): string | undefined {
  const half = text.search(HALF_AN_ESCAPE);
  const end = half < 0 ? text.length : half;
  const whole = percentDecoded(text.slice(0, end));
  return whole === undefined ? undefined : whole + text.slice(end);
}

const isOnlySpaces = (text: string) => text !== '' && !/[^ ]/.test(text);

/** Above it, spaces are not tried as `+`: no token that went through a URL is so long. */
const MAX_PLUS_LENGTH = 64 * 1024;

/**
 * White space inside a token is a line break of an editor, or a `+` that a form decoder turned into
 * a space; which it was, only the result can tell.
 */
function* whitespaceVariants(text: string): Generator<Candidate> {
  if (!INVISIBLE.test(text)) {
    yield { text, findings: [] };
    return;
  }
  yield {
    text: text.replace(INVISIBLE_RUN, ''),
    findings: [
      repair('repaired-whitespace', 'removed white space or line breaks inside the token'),
    ],
  };
  if (text.length > MAX_PLUS_LENGTH) return;
  for (const pluses of PLUSES) {
    const after = text.replace(INVISIBLE_RUN, (run) => '+'.repeat(pluses(run)));
    if (after.includes('+')) yield plusVariant(text, after);
  }
}

const spacesIn = (run: string) => run.split(' ').length - 1;

/**
 * How many `+` a run of white space may stand for: its spaces, or a single one, where more are the
 * indentation of a line.
 */
const PLUSES: readonly ((run: string) => number)[] = [
  (run) => (isOnlySpaces(run) ? run.length : 0),
  (run) => (run === ' ' ? 1 : 0),
  spacesIn,
  (run) => (spacesIn(run) === 1 ? 1 : 0),
];

function plusVariant(before: string, after: string): Candidate {
  const findings = [
    repair('repaired-plus', 'restored + where there were spaces, as after decoding a query string'),
  ];
  if (after.length < before.length) {
    findings.unshift(
      repair('repaired-whitespace', 'removed white space or line breaks inside the token'),
    );
  }
  return { text: after, findings };
}

/** Where the token may end: before its own repetition, at the end, or before what cannot belong. */
function* ends(text: string): Generator<number> {
  const again = repetition(text);
  if (again > 0) yield again;
  const mayEnd = mayEndIn(text);
  const half = text.search(HALF_AN_ESCAPE);
  yield half > 0 && mayEnd(half) ? half : text.length;
  const fixed = fixedLength(text);
  // Digits alone may be fields of another format under a wrong label.
  if (fixed > 0 && /\D/.test(text.slice(fixed))) yield fixed;
  const stray = text.search(/[^A-Za-z0-9+/_=:-]/);
  if (stray > 0 && mayEnd(stray)) yield stray;
  const padding = text.indexOf('=');
  if (padding > 0) {
    let end = padding;
    while (text[end] === '=') end++;
    if (end < text.length && mayEnd(end)) yield end;
  }
}

/**
 * Where a token may end before the text does. No length and no checksum tells where a whiteboard
 * token was meant to end, so that nothing which may be more of it can stand behind.
 */
function mayEndIn(text: string): (at: number) => boolean {
  const whiteboard = whiteboardPrefix(text) !== undefined;
  return (at) => !whiteboard || !/[A-Za-z0-9+/_-]/.test(text.slice(at));
}

const whiteboardPrefix = (text: string) =>
  Object.values(WHITEBOARD_PREFIXES).find((start) => text.startsWith(start));

/** Where a second token begins that starts like the first, or like any 007 token. */
function repetition(text: string): number {
  const same = text.indexOf(text.slice(0, 8), 8);
  return same > 0 ? same : text.indexOf('007eJ', 8);
}

/** The length of a token whose format fixes it; 0 where it does not. */
function fixedLength(text: string): number {
  if (text.startsWith('003')) return dynamicKeyLength('003');
  if (text.startsWith('004')) return dynamicKeyLength('004');
  return /^1:[0-9a-f]{32}:\d{1,15}:[0-9a-f]{32}/i.exec(text)?.[0].length ?? 0;
}

/** Writes the base64 part of a token as its format has it. */
function normalized(text: string): Candidate {
  const prefix = whiteboardPrefix(text);
  if (prefix) return base64UrlPart(text, prefix.length);
  switch (detectFormat(text)) {
    case '007':
    case '005':
      return base64Part(text, PREFIX_LENGTH);
    case '006':
      return base64Part(text, CONTENT_START_006);
    default:
      return { text, findings: [] };
  }
}

/** The last character is left as it is: where it fills no byte, the reader takes the token for cut. */
function base64UrlPart(text: string, from: number): Candidate {
  const notes = new Notes();
  const given = text.slice(from);
  const bare = withoutPadding(
    notes.base64(
      given,
      given.replaceAll('+', '-').replaceAll('/', '_'),
      'the token is written in standard base64 instead of base64url',
    ),
  );
  notes.base64(given.slice(bare.length), '', 'padding (=) at the end');
  return { text: text.slice(0, from) + bare, findings: notes.findings() };
}

function base64Part(text: string, from: number): Candidate {
  const notes = new Notes();
  const given = text.slice(from);
  const standard = notes.base64(
    given,
    given.replaceAll('-', '+').replaceAll('_', '/'),
    'the token is written in base64url (- and _ for + and /)',
  );
  const bare = withoutPadding(standard);
  const whole = withoutLone(bare);
  const canonical = notes.base64(
    whole,
    zeroStrayBits(whole),
    'the last character has bits that belong to no byte',
  );
  const padding = notes.base64(
    standard.slice(bare.length),
    padded(canonical).slice(canonical.length),
    'the padding (=) at the end is not as it should be',
  );
  const clean = text.slice(0, from) + canonical + padding;
  const lost = bare.slice(whole.length);
  return lost
    ? {
        text: clean,
        findings: [...notes.findings(), ...restBehind(clean, lost)],
        droppedCharacter: true,
      }
    : { text: clean, findings: notes.findings() };
}

function restBehind(head: string, rest: string): Finding[] {
  const inner = trimmed(rest) || rest;
  if (head.startsWith(inner.slice(0, 8)) && inner.length >= 8) {
    return [
      finding(
        'trailing-bytes',
        inner === head
          ? 'the token appears twice; the first is read'
          : 'a second token follows the first; the first is read',
        'Pass a single token, or one per line with --ndjson.',
      ),
    ];
  }
  return leftOver(inner.length, 'the token', 'character');
}

type RepairCode = Extract<FindingCode, `repaired-${string}`>;

const FIXES: Readonly<Record<RepairCode, string>> = {
  'repaired-whitespace': 'Remove it where the token is stored: Agora refuses the text as it is.',
  'repaired-quotes': 'Remove them where the token is stored: Agora refuses the text as it is.',
  'repaired-prefix': 'It belongs to an HTTP header. Pass only the token to the SDK.',
  'repaired-plus': 'Encode the token with encodeURIComponent before it goes into a URL.',
  'repaired-percent-encoding': 'Decode it once before you pass it to the SDK.',
  'repaired-escapes':
    'Pass the token on as decode shows it: Agora refuses it as it is in the text.',
  'repaired-base64': 'Pass the token on as the builder wrote it: Agora refuses other spellings.',
};

/** A finding about what had to be undone before the token could be read. */
export const repair = (code: RepairCode, message: string): Finding =>
  finding(code, message, FIXES[code]);

/** One finding a code, however often it was needed. */
class Notes {
  private readonly messages = new Map<RepairCode, Set<string>>();

  add(code: RepairCode, message: string): void {
    const known = this.messages.get(code);
    if (known) known.add(message);
    else this.messages.set(code, new Set([message]));
  }

  /** Notes where one spelling of base64 stands for another. */
  base64(before: string, after: string, message: string): string {
    if (before !== after) this.add('repaired-base64', message);
    return after;
  }

  findings(): Finding[] {
    return [...this.messages].map(([code, messages]) => repair(code, [...messages].join('; ')));
  }
}

/** Joins the messages of findings with the same code. */
function merged(findings: readonly Finding[]): Finding[] {
  const byCode = new Map<FindingCode, Finding>();
  for (const next of findings) {
    const known = byCode.get(next.code);
    const joined =
      known && known.message !== next.message
        ? { ...known, message: `${known.message}; ${next.message}` }
        : next;
    byCode.set(next.code, joined);
  }
  return [...byCode.values()];
}
