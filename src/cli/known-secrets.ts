import { isHex32 } from '../core/agora/hex32.js';
import type { CliError } from '../core/errors.js';
import { INVISIBLE, looksLikeKey, masked } from '../core/text/mask.js';
import { formsOfSecret } from '../core/text/secret-forms.js';
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
const isPlace = (value: string) =>
  PLACE.test(value) && !value.split(/[\\/]/).some((part) => looksLikeKey(part));

/**
 * The secrets that a run has read, so that no message repeats one that was typed in the wrong place:
 * whole, damaged, or as base64, hex and URLs write it.
 */
export class KnownSecrets {
  private readonly values = new Set<string>();
  private forms: readonly string[] | undefined;

  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  add(value: string): void {
    this.values.add(value.trim());
    this.forms = undefined;
  }

  /** Masks every long part of them in a text. */
  mask(text: string): string {
    const forms = this.allForms();
    if (forms.length === 0) return text;
    const { searched, places } = visible(text);
    const spans = forms.flatMap((form) => spansOf(form, searched));
    if (spans.length === 0) return text;
    let shown = '';
    let at = 0;
    for (const { start, end } of joined(spans)) {
      const [from, to] = [places[start] as number, (places[end - 1] as number) + 1];
      shown += text.slice(at, from) + masked(text.slice(from, to), 'character');
      at = to;
    }
    return shown + text.slice(at);
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

  private allForms(): readonly string[] {
    this.forms ??= [
      ...this.values,
      ...Object.entries(this.env).flatMap(([name, value]) =>
        value && SECRET_NAME.test(name) && !isPlace(value) ? [value.trim()] : [],
      ),
    ]
      .filter((value) => value.length >= SHORTEST && (isHex32(value) || !/^[a-z]+$/i.test(value)))
      .flatMap((value) => formsOfSecret(value, nodeBase64))
      .map((form) => (PLAIN.test(form) ? form.toLowerCase() : visible(form).searched));
    return this.forms;
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

/** Where any RUN characters of a form occur in a text. */
function spansOf(form: string, text: string): Span[] {
  const spans: Span[] = [];
  const length = Math.min(RUN, form.length);
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
