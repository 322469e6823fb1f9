import { afterEach, beforeEach, test, vi } from 'vitest';
import { cases } from './cases.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each(cases)('$name', ({ run }) => run((ms) => vi.advanceTimersByTimeAsync(ms)));
