import type { Cause, SdkError } from '../../core/agora/sdk-errors.js';
import type { Style } from './style.js';
import { type Line, together, wrapLines } from './wrap.js';

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
    .join('\n')
    .concat(footText(errors, style, columns));
}

/** Commands are made with values that somebody has to put in. */
const EXAMPLE_VALUES = / (?:demo|42|alice|10m|3h|writer)$/;

function footText(errors: readonly SdkError[], style: Style, columns: number): string {
  const commands = errors.flatMap(({ causes }) => causes.map(({ command }) => command));
  if (!commands.some((command) => EXAMPLE_VALUES.test(command))) return '';
  const text = style.dim('Put your own values in place of 42, demo, alice and the like.');
  return `\n${wrapLines([{ text, hang: 0 }], columns)}`;
}

/** Every entry of the catalogue in a line or two; of those that no token causes, the code. */
export function catalogueText(errors: readonly SdkError[], style: Style, columns: number): string {
  const products = [...new Set(errors.map(({ product }) => product))];
  return products
    .map((product) => {
      const lines = errors
        .filter((error) => error.product === product && error.aboutToken)
        .map(
          ({ codes, meaning }): Line => ({
            text: `  ${codes.slice(0, 2).join(', ')}: ${meaning}`,
            hang: 4,
          }),
        );
      const rest = errors.filter((error) => error.product === product && !error.aboutToken);
      const others: Line[] =
        rest.length > 0
          ? [
              {
                text: `  Not about the token: ${rest.map(({ codes }) => codes[0]).join(', ')}`,
                hang: 4,
              },
            ]
          : [];
      return wrapLines([{ text: style.strong(product), hang: 0 }, ...lines, ...others], columns);
    })
    .join('\n');
}

/** An error of the catalogue, with its causes or without. */
export function errorLines(
  { product, codes, meaning, aboutToken, causes, source }: SdkError,
  style: Style,
  show: { readonly causes: boolean },
): Line[] {
  return [
    { text: `${style.strong(product)} ${style.info(codes.join(', '))}`, hang: 2 },
    { text: `  ${meaning}${aboutToken ? '' : ' It is not about the token.'}`, hang: 2 },
    ...(show.causes ? causes.flatMap((cause, index) => causeLines(cause, index + 1, style)) : []),
    ...(show.causes ? [{ text: `  ${style.dim(`source: ${source}`)}`, hang: 10 }] : []),
  ];
}

function causeLines({ text, command }: Cause, number: number, style: Style): Line[] {
  const label = `  ${number}. `;
  return [
    { text: label + text, hang: label.length },
    // Not broken, so that it can be copied.
    { text: `     ${style.info(together(command))}`, hang: 5 },
  ];
}
