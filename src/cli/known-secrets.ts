import { isHex32 } from '../core/agora/hex32.js';
import type { CliError } from '../core/errors.js';
import { INVISIBLE, masked, maskSecrets } from '../core/text/mask.js';
import { formsOfSecret } from '../core/text/secret-forms.js';
import { nodeBase64 } from '../core/token/node-base64.js';

/** So many characters of a secret in a row are not shown. */
const RUN = 11;
/** What is shorter is in too many words. */
const SHORTEST = 8;
/** A damaged secret is one with a character or two between its parts. */
const DAMAGE = 2;

/** What the environment calls secrets. */
const SECRET_NAME = /(?:CERTIFICATE|CERT|SECRET|SECRET_KEY|PASSWORD)$/i;

/**
 * The secrets that a run has come across, so that no message repeats one that was typed in a wrong
 * place: whole, damaged, or as base64, hex and URLs write it.
 */
export class KnownSecrets {
  private readonly values = new Set<string>();
  private forms: readonly string[] | undefined;

  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  add(value: string): void {
    this.values.add(value.trim());
    this.forms = undefined;
  }

  /** A text without any part of them that is long enough to be one. */
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

  /** What is said of something, without them. */
  told<Told extends object>(told: Told, ...keys: readonly (keyof Told)[]): Told {
    const texts = keys.map((key) => [key, told[key]] as const);
    const shown = texts.map(([key, text]) => [
      key,
      typeof text === 'string' ? this.mask(text) : text,
    ]);
    return { ...told, ...Object.fromEntries(shown) };
  }

  /** The same error without them. */
  masked<E extends CliError>(error: E): E {
    return error.reword((text) => this.mask(text));
  }

  private allForms(): readonly string[] {
    this.forms ??= [
      ...this.values,
      ...Object.entries(this.env).flatMap(([name, value]) =>
        value && SECRET_NAME.test(name) && !isPath(value.trim()) ? [value.trim()] : [],
      ),
    ]
      .filter((value) => value.length >= SHORTEST && (isHex32(value) || !/^[a-z]+$/i.test(value)))
      .flatMap((value) => formsOfSecret(value, nodeBase64))
      .map((form) => (PLAIN.test(form) ? form.toLowerCase() : visible(form).searched));
    return this.forms;
  }
}

/** `PIP_CERT=/etc/ssl/certs/ca-certificates.crt` is no secret, and has words of every message. */
const isPath = (value: string) =>
  /^(?:~|\.{1,2}|[a-z]:)?[\\/]/i.test(value) && maskSecrets(value) === value;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Forms mostly are: `visible` would take as long for all of them as signing takes. */
const PLAIN = /^[!-,.-[\]-~]*$/;

/** A text in lower case without what does not part a secret, and where each of its characters was. */
function visible(text: string): { readonly searched: string; readonly places: readonly number[] } {
  let searched = '';
  const places: number[] = [];
  for (const { 1: character, index } of text.matchAll(CHARACTER)) {
    if (character === undefined) continue;
    const lower = character.toLowerCase();
    // Of another length for a letter of Turkish alone.
    searched += lower.length === 1 ? lower : character;
    places.push(index);
  }
  return { searched, places };
}

const CHARACTER = new RegExp(String.raw`${INVISIBLE}|[\s-]|([^])`, 'g');

/** Where a text has any RUN characters of a form. */
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
