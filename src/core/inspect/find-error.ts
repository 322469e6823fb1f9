import { type Product, SDK_ERRORS, type SdkError } from '../agora/sdk-errors.js';
import { type Family, PRODUCTS, serviceOf } from '../agora/sdk-products.js';
import { FAMILY_WORDS, LOGIN_WORDS, NARROWING_WORDS } from '../agora/sdk-words.js';
import {
  isCode,
  LONGEST_NAME,
  lookUp,
  productsOfEnum,
  textsIn,
  withNumber,
} from './error-index.js';
import { type NumberIn, numbersIn } from './error-numbers.js';
import type { SeenError } from './types.js';

/**
 * The entries of the catalogue that a number, a name or a pasted log line means; several where
 * products use the same number. The product that the words of the text name, or `product`, is never
 * left: what it does not have is not found.
 *
 * Takes time in proportion to the length of the text.
 */
export function findErrors(query: string, product?: Family): readonly SdkError[] {
  const text = readable(query);
  const families = product ? [product] : namedIn(text);
  const found = whole(text, families) ?? inLine(text, families);
  if (families.length === 0) return found.length > 0 ? found : ofNumber(calledNumber(text));
  const ofNamed = found.filter((error) => families.includes(familyOf(error)));
  // Words of HTTP are in what other products say too.
  const others = ofNamed.filter((error) => familyOf(error) !== 'rest');
  return others.length > 0 ? others : ofNamed;
}

/** The products that a text names by its words, or by a number such as no other has. */
export function familiesIn(query: string): readonly Family[] {
  const text = readable(query);
  const named = namedIn(text);
  const isRtm =
    named.length === 0 && numbersIn(text.toLowerCase()).some(({ kind }) => kind === 'rtm');
  return isRtm ? ['rtm'] : named;
}

/** A number that the text calls an error and that other products than these have, and which they are. */
export function knownElsewhere(
  query: string,
  named: readonly Family[],
): { readonly number: string; readonly families: readonly Family[] } | undefined {
  for (const { number, kind } of numbersIn(readable(query).toLowerCase())) {
    const families = unique((kind ? withNumber(number) : []).map(familyOf)).filter(
      (family) => !named.includes(family),
    );
    if (families.length > 0) return { number, families };
  }
  return undefined;
}

/** An error as it was seen, for the inspection of a token. */
export function seenError(query: string, product?: Family): SeenError {
  const entries = findErrors(query, product);
  const service = certainService(query, product);
  return { text: shortened(query.trim()), entries, ...(service && { service }) };
}

/** A pasted log may be long; what a message shows of it. */
export const shortened = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/**
 * The service that a token was used for when the error was seen. It is what the verdict depends on, so
 * that words in a log do not count: only `product`, and names and numbers that one product alone has.
 * undefined where it is not certain, or where several services are used, as by a classroom.
 */
function certainService(query: string, product: Family | undefined): string | undefined {
  const text = readable(query);
  const line = text.toLowerCase();
  const errors = product
    ? SDK_ERRORS.filter((error) => familyOf(error) === product)
    : [
        ...pathsIn(text).flatMap((path) => (path.own ? path.errors : [])),
        ...numbersIn(line)
          .filter(({ number }) => Math.abs(Number(number)) >= 10_000)
          .flatMap(({ number }) => withNumber(number)),
        ...textsIn(line, SDK_ERRORS)
          .filter(({ text: phrase }) => isCode(phrase))
          .map(({ error }) => error),
      ];
  const [service, another] = unique(errors.map((error) => serviceOf(error.product)));
  return another === undefined && errors.length > 0 && service !== 'apaas' ? service : undefined;
}

const familyOf = ({ product }: SdkError) => PRODUCTS[product].family;
const unique = <T>(values: readonly T[]) => [...new Set(values)];

/** Full-width characters as plain ones, white space as one space, without quotes around it. */
function readable(query: string): string {
  const text = query.normalize('NFKC').replace(/\s+/g, ' ').trim();
  return /^(?:""|'')$/.test(text) ? '""' : text.replace(/^["'`]{1,3}|["'`]{1,3}$/g, '');
}

function namedIn(text: string): readonly Family[] {
  const line = text.toLowerCase();
  const named = FAMILY_WORDS.filter(([, ...words]) => words.every((word) => word.test(line)));
  if (named.length > 0) return unique(named.map(([family]) => family));
  const byEnum = pathsIn(text).flatMap(({ enums }) => enums);
  if (byEnum.length > 0) return unique(byEnum.map((product) => PRODUCTS[product].family));
  return LOGIN_WORDS.test(line) ? ['rtm'] : [];
}

/** `ErrorCodeType.errInvalidToken` in a text, and what it is in the catalogue. */
interface Path {
  readonly errors: readonly SdkError[];
  /** The name itself tells the product. */
  readonly own: boolean;
  /** It is written as names of programs are, and not as a word. */
  readonly isName: boolean;
  /** Products whose enum is named in front. */
  readonly enums: readonly Product[];
}

/** Each name once, however often a log repeats it. */
function pathsIn(text: string, families: readonly Family[] = []): readonly Path[] {
  const paths = new Map<string, Path>();
  for (const { 0: word, index } of text.matchAll(/[a-z_](?:[\w.]|-(?=[a-z]))*/gi)) {
    const end = index + word.length;
    // Swift prints an unknown value of an enum so.
    const isEnum = text.startsWith('(raw', end);
    const key = isEnum ? `${word}(` : word;
    if (word.length > LONGEST_NAME || paths.has(key)) continue;
    const parts = word.split('.').filter(Boolean);
    const name = parts.at(-1) ?? '';
    const enums = (isEnum ? parts : parts.slice(0, -1)).flatMap(productsOfEnum);
    const isName = parts.length > 1 || /[_-]|[a-z][A-Z]/.test(name);
    paths.set(key, { ...lookUp(name, enums, families), isName, enums });
  }
  return [...paths.values()];
}

/** Errors about the token first, then those of an SDK before those of one callback of it. */
function inOrder(errors: readonly SdkError[]): readonly SdkError[] {
  const found = new Set(errors);
  const rank = (error: SdkError) => (error.aboutToken ? 0 : 2) + (isPart(error) ? 1 : 0);
  return SDK_ERRORS.filter((error) => found.has(error)).sort((a, b) => rank(a) - rank(b));
}

const isPart = ({ product }: SdkError) => PRODUCTS[product].of !== undefined;

/** The text is one number, name or phrase of the catalogue. undefined: it is more than that. */
function whole(text: string, families: readonly Family[]): readonly SdkError[] | undefined {
  const wanted = text.toLowerCase();
  if (wanted.length > LONGEST_NAME) return undefined;
  const number = /^([-−–]?\d+(?:-\d+)?)\.?$/.exec(wanted)?.[1];
  if (number !== undefined) return ofNumber(number);
  const pair = numberAndName(wanted, families);
  if (pair.length > 0) return inOrder(pair);
  const [path, another] = /^[\w.-]+$/.test(text) ? pathsIn(text, families) : [];
  // A plain word, such as failed, is a name only where it is written in full.
  const isWritten = ({ codes }: SdkError) =>
    path?.own || path?.isName || codes.some((code) => code.toLowerCase() === wanted);
  const inWords = wanted.replaceAll('_', ' ');
  const phrases = textsIn(wanted, SDK_ERRORS).concat(textsIn(inWords, SDK_ERRORS));
  const same = phrases.filter(({ text: phrase }) => phrase === wanted || phrase === inWords);
  const begun = /_|\S \S/.test(wanted) ? beginning(wanted) : [];
  const found = [
    ...(path && !another ? path.errors.filter(isWritten) : []),
    ...same.map(({ error }) => error),
    ...begun,
  ].filter(({ product }) => families.length > 0 || !PRODUCTS[product].named);
  return found.length > 0 ? inOrder(found) : undefined;
}

/**
 * `code 432`, `ret=-7`: the number of a text that only calls it an error, which other programs seldom do
 * with a negative one; empty where it says more.
 */
function calledNumber(text: string): string {
  const [only, another] = numbersIn(text.toLowerCase());
  if (!only?.kind || another || text.length > 40 || !/\d[).]?$/.test(text)) return '';
  const called = only.number.startsWith('-') || /^(?:(?:err(?:or)?[ _-]?)?code|错误)/i.test(text);
  return called ? only.number : '';
}

/** What a number alone means; results of one callback are left out where others have the number. */
function ofNumber(number: string): readonly SdkError[] {
  const found = withNumber(number);
  const likely = found.filter(
    (error) => !isPart(error) || (error.aboutToken && !error.codes.includes('110')),
  );
  return inOrder(likely.length > 0 ? likely : found);
}

/** `118 EXPIRED`: a name that says little alone, with its number. */
function numberAndName(text: string, families: readonly Family[]): readonly SdkError[] {
  const [first = '', second = '', ...more] = text.split(/[\s:=()]+/).filter(Boolean);
  if (more.length > 0) return [];
  const [number, name] = /^-?\d+$/.test(first) ? [first, second] : [second, first];
  return common(withNumber(number), lookUp(name, [], families).errors);
}

/** Codes of several words that begin with these: `CAN_NOT_GET_GATEWAY_SERVER: invalid token`. */
const beginning = (words: string) =>
  SDK_ERRORS.filter(({ codes }) =>
    codes.some((code) => {
      const text = code.toLowerCase();
      return text.startsWith(words) && /^\W/.test(text.slice(words.length));
    }),
  );

/** What a log line speaks of: names, numbers that are called an error, and texts of the catalogue. */
function inLine(text: string, families: readonly Family[]): readonly SdkError[] {
  const line = text.toLowerCase();
  const fits = (error: SdkError, certain = false) =>
    families.length > 0
      ? families.includes(familyOf(error))
      : (certain || error.aboutToken) && !PRODUCTS[error.product].named;
  const paths = pathsIn(text, families);
  const enums = paths.flatMap((path) => path.enums);
  const own = paths.flatMap((path) => (path.own ? path.errors : []));
  const shared = paths
    .flatMap((path) => (!path.own && path.isName ? path.errors : []))
    .filter((error) => fits(error));
  const numbers = numbersIn(line);
  const called = numbers.flatMap((number) =>
    withNumber(number.number).filter(
      (error) =>
        fits(error, number.kind === 'rtm') &&
        (enums.length > 0 && number.kind
          ? enums.includes(error.product)
          : isMeant(error, number, line, families)),
    ),
  );
  const texts = longest(
    line,
    SDK_ERRORS.filter((error) => fits(error)),
  );
  const spoken = [
    common(own, longest(line, own)),
    common(own, called),
    own,
    common(called, texts),
    beside(texts, numbers),
    common(called, shared),
    called,
    texts,
    shared,
  ].filter((errors) => errors.length > 0);
  const best = spoken.find((errors) => errors.some(isAboutToken)) ?? spoken[0] ?? [];
  return inOrder(narrowed(best, line, numbers.map(({ number }) => number).filter(isSmall)));
}

/** A number that is a code of too many things. */
const isSmall = (number: string) => Math.abs(Number(number)) < 100;

const isAboutToken = ({ aboutToken }: SdkError) => aboutToken;

/** Whether a number in a line is this error: numbers of a callback are, where the line speaks of it. */
function isMeant(
  { product }: SdkError,
  { number, kind }: NumberIn,
  line: string,
  families: readonly Family[],
): boolean {
  const { family, of } = PRODUCTS[product];
  if (kind === undefined) {
    // The status of a service that is asked over HTTP.
    const overHttp = family === 'rest' || PRODUCTS[product].named === true;
    return families.length > 0 && overHttp && /^[45]\d\d$/.test(number);
  }
  if (kind === 'rtm') return product === 'RTM 2.x';
  if (of === 'reason')
    return kind === 'reason' || (kind === 'short' && /reason|connection/.test(line));
  if (kind === 'reason') return false;
  if (of) return line.includes(of);
  if (kind === 'status') return family === 'rest' || PRODUCTS[product].named === true;
  return kind === 'short' || families.length > 0 || !isSmall(number);
}

const common = (some: readonly SdkError[], others: readonly SdkError[]) =>
  some.filter((error) => others.includes(error));

/**
 * Each word that tells SDKs apart leaves those it speaks of, where any of them was found; of these, the
 * ones about the token, and what else a small number can mean.
 */
function narrowed(
  errors: readonly SdkError[],
  line: string,
  small: readonly string[],
): readonly SdkError[] {
  const kept = (left: readonly SdkError[], keep: (error: SdkError) => boolean) =>
    left.some(keep) ? left.filter(keep) : left;
  const words = NARROWING_WORDS.filter(([word]) => word.test(line));
  const ofWords = words.reduce(
    (left, [, products]) => kept(left, ({ product }) => products.includes(product)),
    errors,
  );
  const meant = small.flatMap(withNumber);
  return kept(ofWords, (error) => isAboutToken(error) || meant.includes(error));
}

/** A number beside a text that several products have tells which of them it is: `110 invalid token`. */
const beside = (texts: readonly SdkError[], numbers: readonly NumberIn[]) =>
  texts.length < 2
    ? []
    : texts.filter(({ codes }) =>
        numbers.some(({ number, apart }) => apart && codes.includes(number)),
      );

/** Entries of which a text is in the line; the longest text is the most specific. */
function longest(line: string, errors: readonly SdkError[]): readonly SdkError[] {
  const found = textsIn(line, errors);
  const most = Math.max(...found.map(({ text }) => text.length));
  return unique(found.filter(({ text }) => text.length === most).map(({ error }) => error));
}
