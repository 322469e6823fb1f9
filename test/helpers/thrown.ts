import { UsageError } from '../../src/core/errors.js';

/** The UsageError that a call is refused with; every other error is thrown on. */
export function thrown(call: () => unknown): UsageError {
  try {
    call();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
