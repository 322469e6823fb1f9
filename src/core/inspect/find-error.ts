import { type Product, SDK_ERRORS, type SdkError } from '../agora/sdk-errors.js';
import type { FindingCode } from '../finding.js';
import { nearest } from '../text/nearest.js';
import type { Expectations } from './types.js';

/**
 * The entries of the catalogue that a number, a name or a pasted log line means; several where
 * products use the same number.
 */
export function findErrors(query: string): readonly SdkError[] {
  const text = query
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^["'`]{1,3}|["'`]{1,3}$/g, '');
  for (const find of [withCode, withNumberAndName, withProduct]) {
    const found = find(text);
    if (found.length > 0) return found;
  }
  return inLine(text.toLowerCase());
}

/** What a log line speaks of: texts of the catalogue, names, and numbers that are called an error. */
function inLine(line: string): readonly SdkError[] {
  const family = familyIn(line);
  const ofFamily = family.length > 0 ? spokenOf(line, family) : [];
  if (ofFamily.length > 0) return ofFamily;
  // The name alone, or a text that is new behind it.
  if (family.length > 1) return family;
  return likelyProducts(spokenOf(line, SDK_ERRORS), line);
}

function spokenOf(line: string, errors: readonly SdkError[]): readonly SdkError[] {
  const byText = longestFirst(line, errors);
  const spoken = [...namesIn(line), ...numbersIn(line)];
  const byCode = errors.filter(({ codes }) => codes.some((code) => spoken.includes(code)));
  // A number beside a text that several products have tells which of them it is.
  const byBoth = byText.filter((error) => byCode.includes(error));
  return [byBoth, byText, byCode].find(({ length }) => length > 0) ?? [];
}

/** A pasted log may be long; what a message shows of it. */
export const shortened = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** Findings that explain the errors, the likeliest cause first. */
export function explainingFindings(errors: readonly SdkError[]): FindingCode[] {
  const codes = errors.flatMap(({ causes }) => causes.flatMap(({ findings = [] }) => findings));
  return [...new Set(codes)];
}

const SERVICE_OF: readonly (readonly [product: RegExp, service: string])[] = [
  [/^RTC/, 'rtc'],
  [/^RTM/, 'rtm'],
  [/^Chat$/, 'chat'],
  [/^Whiteboard$/, 'whiteboard'],
  [/^Flexible Classroom$/, 'apaas'],
];

/** The service whose tokens a product takes; undefined for REST, which takes several. */
export function serviceOf(product: Product): string | undefined {
  return SERVICE_OF.find(([pattern]) => pattern.test(product))?.[1];
}

/**
 * The service that a token was used for when the error was seen: an error of RTM tells that a login
 * was tried. undefined where the error may come from several, as that of a classroom, which logs in to
 * RTM and Chat too.
 */
function serviceOfErrors(errors: readonly SdkError[]): string | undefined {
  const [service, another] = new Set(errors.map(({ product }) => serviceOf(product) ?? ''));
  return another === undefined && service !== 'apaas' ? service || undefined : undefined;
}

/** What is expected of a token with which these errors were seen: of RTM's that it is for RTM. */
export function expectedWith(errors: readonly SdkError[], others: Expectations): Expectations {
  const service = serviceOfErrors(errors);
  return { ...(service && { service }), ...others };
}

/** How many near entries are told of. */
const SUGGESTIONS = 3;

/** Codes and texts of the catalogue that are near an unknown one. */
export function nearestErrors(query: string): string[] {
  const text = query.trim();
  const codes = [...new Set(SDK_ERRORS.flatMap((error) => error.codes))];
  if (/^-?\d+$/.test(text)) {
    const wanted = Number(text);
    return codes
      .filter((code) => /^-?\d+$/.test(code))
      .sort((a, b) => Math.abs(Number(a) - wanted) - Math.abs(Number(b) - wanted))
      .slice(0, SUGGESTIONS);
  }
  const guess = nearest(text, codes);
  const words = new Set(wordsOf(text));
  const byWords = codes
    .map((code) => ({ code, shared: wordsOf(code).filter((word) => words.has(word)).length }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .map(({ code }) => code);
  return [...new Set([...(guess ? [guess] : []), ...byWords])].slice(0, SUGGESTIONS);
}

const wordsOf = (text: string) =>
  text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 2);

/** A number, a name or a text alone; RTM 2.x numbers are often quoted without their sign. */
function withCode(text: string): readonly SdkError[] {
  const wanted = text.toLowerCase().replace(/^[\u2212\u2013]/, '-');
  // INVALID_TOKEN is a name of Chat, and what others say in words.
  const inWords = wanted.replaceAll('_', ' ');
  const exact = SDK_ERRORS.filter(
    ({ codes, texts = [] }) =>
      codes.some((code) => code.toLowerCase() === wanted) ||
      texts.includes(wanted) ||
      texts.includes(inWords),
  );
  if (exact.length > 0) return exact;
  if (/^1\d{4}$/.test(wanted)) {
    return SDK_ERRORS.filter(({ codes }) => codes.includes(`-${wanted}`));
  }
  // One plain word begins too many.
  if (!/_|\S \S/.test(wanted)) return [];
  return SDK_ERRORS.filter(({ codes }) => codes.some((code) => begins(code.toLowerCase(), wanted)));
}

/** `CAN_NOT_GET_GATEWAY_SERVER`, `CAN_NOT_GET_GATEWAY_SERVER: invalid token`. */
const begins = (code: string, words: string) =>
  code.startsWith(words) && /^\W/.test(code.slice(words.length));

/** `ERR_TOKEN_EXPIRED(109)`, `118 EXPIRED`: a name that says little alone, with its number. */
function withNumberAndName(text: string): readonly SdkError[] {
  const words = text
    .toLowerCase()
    .split(/[\s:=()]+/)
    .filter(Boolean);
  if (words.length !== 2) return [];
  return SDK_ERRORS.filter((error) => {
    const codes = error.codes.map((code) => code.toLowerCase());
    return words.every((word) => codes.includes(word));
  });
}

/** A code behind words that name its product: `Chat 110`, `RTM login error 5`, `renewToken 4`. */
function withProduct(text: string): readonly SdkError[] {
  const all = text.toLowerCase().split(' ');
  const code = all.pop() as string;
  const words = all
    .map((word) => word.replace(/[:,;]$/, ''))
    .filter((word) => !SAYING_NOTHING.has(word));
  if (words.length === 0 || words.length > MOST_PRODUCT_WORDS) return [];
  return withCode(code).filter(({ product }) => words.every((word) => names(word, product)));
}

const SAYING_NOTHING: ReadonlySet<string> = new Set(['error', 'code', 'failed', 'with', 'result']);

/** `RTM 1.x renewToken` has three. */
const MOST_PRODUCT_WORDS = 3;

function names(word: string, product: string): boolean {
  return (
    product.toLowerCase().split(' ').includes(word) ||
    PRODUCT_WORDS.some(([words, pattern]) => pattern.test(product) && words.test(word))
  );
}

/** Errors of one name that say behind it what is wrong: `CAN_NOT_GET_GATEWAY_SERVER: …`. */
function familyIn(line: string): readonly SdkError[] {
  return SDK_ERRORS.filter(({ codes }) =>
    codes.some((code) => {
      const [, name] = /^(\w+_\w+): /.exec(code) ?? [];
      return name !== undefined && wholeWord(name.toLowerCase()).test(line);
    }),
  );
}

/** Entries of which a text stands in the line; the longest text is the most specific. */
function longestFirst(line: string, errors: readonly SdkError[]): readonly SdkError[] {
  const lengths = errors.map((error) => ({
    error,
    length: Math.max(
      0,
      ...(error.texts ?? []).filter((text) => line.includes(text)).map((text) => text.length),
    ),
  }));
  const most = Math.max(...lengths.map(({ length }) => length));
  return most === 0
    ? []
    : lengths.filter(({ length }) => length === most).map(({ error }) => error);
}

/** Names of the catalogue in a line, as whole words. */
function namesIn(line: string): string[] {
  const names = SDK_ERRORS.flatMap(({ codes }) => codes).filter((code) =>
    /[a-z]_|[a-z]{8}/i.test(code),
  );
  return names.filter((name) => wholeWord(name.toLowerCase()).test(line));
}

const wholeWord = (text: string) =>
  new RegExp(`(?<![\\w-])${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);

/** Numbers in a line that are called an error, a code or a reason; a line is full of others. */
function numbersIn(line: string): string[] {
  const called =
    /(?:err(?:or)?|exception|code|reason|status|result|failed|失败|错误码?)["']?\s*(?:code|no|number)?["']?\s*[:=#(]?\s*["']?(-?\d{1,7})(?![\d.])/g;
  return [...line.matchAll(called)].flatMap(([, number = '']) =>
    /^1\d{4}$/.test(number) ? [number, `-${number}`] : [number],
  );
}

const PRODUCT_WORDS: readonly (readonly [RegExp, RegExp])[] = [
  [/\brtm\d?\b|signaling|login_err/, /^RTM/],
  [/\bchat\b|\bim\b|easemob|hyphenate/, /^Chat/],
  [/whiteboard|netless|\broom uuid\b/, /^Whiteboard/],
  [/classroom|apaas|education/, /^Flexible/],
  [/renewtoken|renew token/, /renewToken$/],
  [/connection ?state|onconnectionstatechanged|connectionchanged|\breason\b/, /connection state$/],
  [/gateway|agorartc|web ?sdk/, /^RTC Web/],
  [/\brtc\b|joinchannel|onerror/, /^RTC/],
  [/\blogin\b/, /^(?:RTM \d\.x|Chat)$/],
];

/** The product that the line speaks of first; the others stay, for the same number may be theirs. */
function likelyProducts(errors: readonly SdkError[], line: string): readonly SdkError[] {
  const spoken = PRODUCT_WORDS.filter(([words]) => words.test(line)).map(([, product]) => product);
  const rank = ({ product }: SdkError) => {
    const index = spoken.findIndex((pattern) => pattern.test(product));
    return index < 0 ? spoken.length : index;
  };
  return [...errors].sort((a, b) => rank(a) - rank(b));
}
