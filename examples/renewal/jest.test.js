import { afterEach, beforeEach, jest, test } from '@jest/globals';
import { cases } from './cases.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test.each(cases)('$name', ({ run }) => run((ms) => jest.advanceTimersByTimeAsync(ms)));
