import type { SdkError } from '../agora/sdk-errors.js';
import { serviceOf } from '../agora/sdk-products.js';
import type { FindingCode } from '../finding.js';
import type { DecodedToken } from '../token/model.js';
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

/** Findings that explain the errors, the likeliest cause first. */
export function explainingFindings(errors: readonly SdkError[]): FindingCode[] {
  const codes = errors.flatMap(({ causes }) => causes.flatMap(({ findings = [] }) => findings));
  return [...new Set(codes)];
}
