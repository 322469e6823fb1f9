import type { SdkError } from '../agora/sdk-errors.js';
import type { DecodedToken } from '../token/model.js';
import { serviceOf } from './find-error.js';
import { isWhiteboard } from './formats.js';
import { isService } from './relevant.js';

/** Of errors that share a number, those that the token can be the cause of; all where none fits. */
export function errorsOfToken(
  errors: readonly SdkError[],
  token: DecodedToken,
): readonly SdkError[] {
  const { services = [] } = token;
  const fitting = errors.filter(({ product }) => {
    const service = serviceOf(product);
    if (service === undefined) return true;
    return isWhiteboard(token)
      ? service === 'whiteboard'
      : services.some((each) => isService(each, service));
  });
  return fitting.length > 0 ? fitting : errors;
}
