import type { DecodedToken } from '../token/model.js';
import type { Product, SdkError } from './error-codes.js';
import { isWhiteboard } from './formats.js';

/** The products in which a token of a service is used; the others' errors speak of other tokens. */
const PRODUCTS: Readonly<Record<string, RegExp>> = {
  rtc: /^RTC/,
  'media-channel': /^RTC/,
  rtm: /^RTM/,
  rtm2: /^RTM/,
  chat: /^Chat/,
  apaas: /^Flexible Classroom/,
};

/** Of errors that share a number, those that the token can be the cause of; all where none fits. */
export function errorsOfToken(
  errors: readonly SdkError[],
  token: DecodedToken,
): readonly SdkError[] {
  const used = (product: Product) =>
    product === 'REST' ||
    (isWhiteboard(token)
      ? product === 'Whiteboard'
      : (token.services ?? []).some(({ name }) => PRODUCTS[name]?.test(product)));
  const fitting = errors.filter(({ product }) => used(product));
  return fitting.length > 0 ? fitting : errors;
}
