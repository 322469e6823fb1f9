import { isHex32 } from '../core/agora/hex32.js';
import type { CliError } from '../core/errors.js';
import { INVISIBLE, looksLikeKey, masked } from '../core/text/mask.js';
import { encodedForms, escapedForms } from '../core/text/secret-forms.js';
import { nodeBase64 } from '../core/token/node-base64.js';

/** This many characters of a secret in a row are masked. */
const RUN = 11;
/** Shorter secrets would be found in ordinary words. */
const SHORTEST = 8;
/** A damaged secret may have this many characters between its parts. */
const DAMAGE = 2;

/** The names of variables that contain secrets. */
const SECRET_NAME = /(?:CERTIFICATE|CERT|SECRET|SECRET_KEY|PASSWORD)$/i;

/** The beginning of a path or a URL. */
const PLACE = /^(?:[./~\\]|[a-z]:[\\/]|[a-z]+:\/\/)/i;

/** `PIP_CERT=/etc/ssl/certs/ca-certificates.crt` says where a certificate is: its words are no secret. */
const isPlace = (value: string) => PLACE.test(value) && !hasKey(value);

/** The names of Agora's variables, whose values are secrets whatever they look like. */
const AGORA_NAME = /AGORA|^APP_/i;
/** A single word, such as "certificate": it may be in a passphrase, and must stay in messages. */
const WORD = /^(?:[A-Z]?[a-z]{1,16}|[A-Z]{1,16})$/;

/** Every encoded secret has one of these: a digit beside a letter, `aB`, `%41`, many digits. */
const MAY_BE_ENCODED = /\d[a-z]|[a-z]\d|[a-z][A-Z]|[A-Z]\d|\d[A-Z]|%\d|\d{4}/;

/** How a secret may occur in a text, and how many of its characters in a row are masked. */
interface Form {
  readonly text: string;
  readonly run: number;
}

/**
 * The secrets that a run has read, so that no message repeats one that was typed in the wrong place:
 * whole, damaged, or as base64, hex and URLs write it.
 */
export class KnownSecrets {
  private readonly secrets = new Map<string, Secret>();
  private environmentIsRead = false;

  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  add(value: string): void {
    this.put(value.trim(), RUN);
  }

  /** Masks every long part of them in a text. */
  mask(text: string): string {
    this.readEnvironment();
    if (this.secrets.size === 0) return text;
    const { searched, places } = visible(text);
    const encoded = MAY_BE_ENCODED.test(text);
    const spans = [...this.secrets.values()]
      .flatMap((secret) => (encoded ? [...secret.escaped, ...secret.encoded] : secret.escaped))
      .flatMap((form) => spansOf(form, searched));
    if (spans.length === 0) return text;
    let shown = '';
    let at = 0;
    for (const { start, end } of joined(spans)) {
      const [from, to] = [places[start] as number, (places[end - 1] as number) + 1];
      const part = text.slice(from, to);
      shown += text.slice(at, from) + (WORD.test(part) ? part : masked(part, 'character'));
      at = to;
    }
    return shown + text.slice(at);
  }

  /** Once: a run does not change its environment. */
  private readEnvironment(): void {
    if (this.environmentIsRead) return;
    this.environmentIsRead = true;
    for (const name of Object.keys(this.env)) {
      if (!SECRET_NAME.test(name)) continue;
      const value = this.env[name]?.trim() ?? '';
      if (isPlace(value)) continue;
      // Secrets of other programs may be words, parts of which are in many texts.
      const words = !AGORA_NAME.test(name) && !hasKey(value);
      this.put(value, words ? value.length : RUN);
    }
  }

  private put(value: string, run: number): void {
    if (value.length < SHORTEST || (/^[A-Za-z]+$/.test(value) && !isHex32(value))) return;
    if ((this.secrets.get(value)?.run ?? Infinity) > run) {
      this.secrets.set(value, new Secret(value, run));
    }
  }

  /** Masks them in some texts of an object. */
  maskTexts<T extends object>(object: T, ...keys: readonly (keyof T)[]): T {
    const result = { ...object };
    for (const key of keys) {
      const text = object[key];
      if (typeof text === 'string') result[key] = this.mask(text) as typeof text;
    }
    return result;
  }

  /** Masks them in what an error says. */
  maskError<E extends CliError>(error: E): E {
    return error.reword((text) => this.mask(text));
  }
}

/** Whether a part of a text looks random. */
const hasKey = (text: string) =>
  /[\da-f]{16}/i.test(text) || text.split(/[\\/]/).some(looksLikeKey);

class Secret {
  private encodedForms: readonly Form[] | undefined;
  readonly escaped: readonly Form[];

  constructor(
    private readonly value: string,
    readonly run: number,
  ) {
    this.escaped = this.formsOf(escapedForms(value));
  }

  get encoded(): readonly Form[] {
    this.encodedForms ??= this.formsOf(encodedForms(this.value, nodeBase64));
    return this.encodedForms;
  }

  private formsOf(texts: readonly string[]): readonly Form[] {
    return texts.map((form) => {
      const text = PLAIN.test(form) ? form.toLowerCase() : visible(form).searched;
      return { text, run: Math.min(this.run, text.length) };
    });
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Most forms are, and need no `visible`, which would take as long as signing. */
const PLAIN = /^[!-,.-[\]-~]*$/;

/** A text in lower case without what may be inside a secret, and where each of its characters was. */
function visible(text: string): { readonly searched: string; readonly places: readonly number[] } {
  let searched = '';
  const places: number[] = [];
  for (const { 1: character, index } of text.matchAll(CHARACTER)) {
    if (character === undefined) continue;
    const lower = character.toLowerCase();
    // Only the Turkish İ gets longer.
    searched += lower.length === 1 ? lower : character;
    places.push(index);
  }
  return { searched, places };
}

const CHARACTER = new RegExp(String.raw`${INVISIBLE}|[\s-]|([^])`, 'g');

/** Where runs of a form occur in a text. */
function spansOf({ text: form, run: length }: Form, text: string): Span[] {
  const spans: Span[] = [];
  for (let from = 0; from + length <= form.length; from++) {
    const run = form.slice(from, from + length);
    for (let at = text.indexOf(run); at >= 0; at = text.indexOf(run, at + 1)) {
      spans.push({ start: at, end: at + length });
    }
  }
  return spans;
}

function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && start <= last.end + DAMAGE) {
      all[all.length - 1] = { start: last.start, end: Math.max(end, last.end) };
    } else all.push({ start, end });
  }
  return all;
}
