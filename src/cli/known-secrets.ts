import { isHex32 } from '../core/agora/hex32.js';
import type { CliError } from '../core/errors.js';
import { masked } from '../core/text/mask.js';
import { formsOfSecret } from '../core/text/secret-forms.js';
import { nodeRuntime } from '../core/token/node-runtime.js';

/** So many characters of a secret in a row are not shown. */
const RUN = 10;
/** What is shorter is in too many words. */
const SHORTEST = 8;
/** A damaged secret is one with a character or two between its parts. */
const DAMAGE = 2;

/** What the environment calls secrets. */
const SECRET_NAME = /CERT|SECRET|PASSW|PRIVATE/i;

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

  /** A text without any part of them. */
  mask(text: string): string {
    const lower = text.toLowerCase();
    // Of one length, so that places are the same in both; for all but a few letters of Turkish.
    const searched = lower.length === text.length ? lower : text;
    const spans = this.allForms().flatMap((form) => spansOf(form, searched));
    if (spans.length === 0) return text;
    let shown = '';
    let at = 0;
    for (const { start, end } of joined(spans)) {
      shown += text.slice(at, start) + masked(text.slice(start, end), 'character');
      at = end;
    }
    return shown + text.slice(at);
  }

  /** The same error without them. */
  masked<E extends CliError>(error: E): E {
    return error.reword((text) => this.mask(text));
  }

  private allForms(): readonly string[] {
    this.forms ??= [
      ...this.values,
      ...Object.entries(this.env).flatMap(([name, value]) =>
        value && SECRET_NAME.test(name) ? [value.trim()] : [],
      ),
    ]
      .filter((value) => value.length >= SHORTEST && (isHex32(value) || !/^[a-z]+$/i.test(value)))
      .flatMap((value) => formsOfSecret(value, nodeRuntime))
      .map((form) => form.toLowerCase());
    return this.forms;
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

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
