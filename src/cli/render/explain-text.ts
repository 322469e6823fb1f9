import type { Cause, SdkError } from '../../core/agora/sdk-errors.js';
import type { Style } from './style.js';
import { type Line, wrapLines } from './wrap.js';

/** What errors of the SDKs mean, and what to check, for a person. */
export function explanationText(
  errors: readonly SdkError[],
  style: Style,
  columns: number,
): string {
  const intro: Line[] =
    new Set(errors.map(({ product }) => product)).size > 1
      ? [{ text: 'This means different things in different products:', hang: 0 }]
      : [];
  return [intro, ...errors.map((error) => errorLines(error, style, { causes: true }))]
    .filter((lines) => lines.length > 0)
    .map((lines) => wrapLines(lines, columns))
    .join('\n');
}

/** Every entry of the catalogue in a line or two. */
export function catalogueText(errors: readonly SdkError[], style: Style, columns: number): string {
  const products = [...new Set(errors.map(({ product }) => product))];
  return products
    .map((product) => {
      const lines = errors
        .filter((error) => error.product === product)
        .map(
          ({ codes, meaning }): Line => ({
            text: `  ${codes.slice(0, 2).join(', ')}: ${meaning}`,
            hang: 4,
          }),
        );
      return wrapLines([{ text: style.strong(product), hang: 0 }, ...lines], columns);
    })
    .join('\n');
}

/** An error of the catalogue, with its causes or without. */
export function errorLines(
  { product, codes, meaning, causes }: SdkError,
  style: Style,
  show: { readonly causes: boolean },
): Line[] {
  return [
    { text: `${style.strong(product)} ${style.info(codes.join(', '))}`, hang: 2 },
    { text: `  ${meaning}`, hang: 2 },
    ...(show.causes ? causes.flatMap((cause, index) => causeLines(cause, index + 1, style)) : []),
  ];
}

function causeLines({ text, check }: Cause, number: number, style: Style): Line[] {
  const label = `  ${number}. `;
  return [
    { text: label + text, hang: label.length },
    ...(check ? [{ text: `     ${style.dim('check:')} ${checkText(check)}`, hang: 12 }] : []),
  ];
}

const checkText = (check: string) =>
  check.startsWith('inspect') ? `agora-token ${check}` : `inspect ${check}`;
