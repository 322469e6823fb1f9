import { type Product, SDK_ERRORS, type SdkError } from '../agora/sdk-errors.js';
import { type Family, PRODUCTS } from '../agora/sdk-products.js';

/** The catalogue of errors by number, by name and by text. */

/** Nothing longer is a name; looking at more would only take time. */
export const LONGEST_NAME = 100;

/** A name of the catalogue, in full or without what the bindings write in front. */
interface Named {
  readonly error: SdkError;
  /** Nothing else is called so: the name tells its product. */
  readonly own: boolean;
}

interface Phrase {
  readonly text: string;
  readonly error: SdkError;
}

interface Index {
  readonly numbers: ReadonlyMap<string, readonly SdkError[]>;
  readonly names: ReadonlyMap<string, readonly Named[]>;
  readonly phrases: readonly Phrase[];
  /** Phrases that are codes, and not only texts that come with them. */
  readonly codes: ReadonlySet<string>;
}

let built: Index | undefined;

/** Made once, and only where an error is looked for. */
function index(): Index {
  built ??= build();
  return built;
}

const isNumber = (code: string) => /^-?\d+(?:-\d+)?$/.test(code);

function build(): Index {
  const numbers = new Map<string, SdkError[]>();
  const names = new Map<string, Named[]>();
  const phrases: Phrase[] = [];
  const codes = new Set<string>();
  const addName = (name: string, error: SdkError, own: boolean) => {
    const known = names.get(name) ?? [];
    if (!known.some((each) => each.error === error)) names.set(name, [...known, { error, own }]);
  };
  const addPhrase = (text: string, error: SdkError) => {
    phrases.push({ text, error });
    codes.add(text);
    // What comes after the name of several errors may be new.
    if (text.startsWith('can_not_get_gateway_server: ')) {
      addName(plain('can_not_get_gateway_server'), error, true);
    }
  };
  const addCode = (code: string, error: SdkError) => {
    if (isNumber(code)) numbers.set(code, [...(numbers.get(code) ?? []), error]);
    else if (/[ "]/.test(code)) addPhrase(code.toLowerCase(), error);
    else for (const { name, own } of spellings(code, error.product)) addName(name, error, own);
  };
  for (const error of SDK_ERRORS) {
    for (const text of error.texts ?? []) phrases.push({ text, error });
    for (const code of error.codes) addCode(code, error);
  }
  return { numbers, names, phrases, codes };
}

/** Names without letter case and what joins their words, which each language does its own way. */
const plain = (name: string) => name.toLowerCase().replace(/[_-]/g, '');

/** `ERR_INVALID_TOKEN` is also `ErrInvalidToken`, `AgoraErrorCodeInvalidToken` and `invalidToken`. */
export function spellings(code: string, product: Product): { name: string; own: boolean }[] {
  const { prefixes } = PRODUCTS[product];
  const name = plain(code);
  const prefix = prefixes.find((each) => name.startsWith(each) && name.length > each.length);
  const base = prefix ? name.slice(prefix.length) : name;
  return [
    {
      name,
      own:
        prefix !== undefined ||
        /^(?:ERR_|WEBIM_|LIVE_STREAM|CROSS_CHANNEL|TOKEN_EXPIRE$)/.test(code),
    },
    ...prefixes.map((each) => ({ name: each + base, own: true })),
    { name: base, own: false },
  ];
}

export const productsOfEnum = (name: string): readonly Product[] =>
  (Object.keys(PRODUCTS) as Product[]).filter((product) =>
    PRODUCTS[product].enums.includes(plain(name)),
  );

/**
 * The errors of a name.
 * @param enums products whose enum is written in front of it: only their names are meant
 * @param families products that the text names; all where it names none
 * @returns `own`: the name tells its product
 */
export function lookUp(
  name: string,
  enums: readonly Product[],
  families: readonly Family[],
): { readonly errors: readonly SdkError[]; readonly own: boolean } {
  const ofFamilies = (key: string) =>
    (index().names.get(key) ?? []).filter(
      ({ error }) => families.length === 0 || families.includes(PRODUCTS[error.product].family),
    );
  const key = plain(name);
  const exact = ofFamilies(key);
  // Where another product is named, people still put ERR_ in front of its names.
  const spelt = exact.length > 0 ? exact : ofFamilies(key.replace(/^err(?:or)?/, ''));
  // Events of the Web are written with hyphens, and nothing else is.
  const candidates = name.includes('-')
    ? spelt.filter(({ error }) => error.codes.includes(name.toLowerCase()))
    : spelt;
  const found = enums.length > 0 ? [] : candidates.filter(({ own }) => own);
  const ofEnum = candidates.filter(({ error }) => enums.includes(error.product));
  const certain = [...found, ...ofEnum];
  if (certain.length > 0 || enums.length > 0) return { errors: errorsOf(certain), own: true };
  // The errors of one callback repeat the names of the others.
  const primary = candidates.filter(({ error }) => PRODUCTS[error.product].of === undefined);
  return { errors: errorsOf(primary.length > 0 ? primary : candidates), own: false };
}

const errorsOf = (named: readonly Named[]) => named.map(({ error }) => error);

/** The errors of a number; native SDKs return it negative, and RTM 2.x is quoted without its sign. */
export function withNumber(given: string): readonly SdkError[] {
  const { numbers } = index();
  const number = given.replace(/^[−–]/, '-');
  const found = [...(numbers.get(number) ?? [])];
  if (/^1[0-5]\d{3}$/.test(number)) found.push(...(numbers.get(`-${number}`) ?? []));
  if (/^-\d{1,4}$/.test(number)) {
    const positive = numbers.get(number.slice(1)) ?? [];
    found.push(...positive.filter(({ product }) => /^RTC(?: renewToken)?$/.test(product)));
  }
  return found;
}

/** The texts and codes of several words that are in a line, of some errors. */
export function textsIn(line: string, errors: readonly SdkError[]): readonly Phrase[] {
  const allowed = new Set(errors);
  return index().phrases.filter(({ text, error }) => allowed.has(error) && line.includes(text));
}

/** Whether a phrase is a code itself. */
export const isCode = (phrase: string) => index().codes.has(phrase);
