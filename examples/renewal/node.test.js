import { afterEach, beforeEach, mock, test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { cases } from './cases.js';

const now = Date.UTC(2030, 0, 1);

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now }));
afterEach(() => mock.timers.reset());

/** node:test has no asynchronous tick: in small steps, between which promises go on. */
async function advance(milliseconds) {
  for (let passed = 0; passed < milliseconds; passed += 1000) {
    mock.timers.tick(Math.min(1000, milliseconds - passed));
    await settled();
  }
}

for (const { name, run } of cases) test(name, () => run(advance));
