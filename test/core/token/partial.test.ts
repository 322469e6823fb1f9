import { expect, test } from 'vitest';
import { decodeText } from '../../../src/core/token/decode.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { partialToken } from '../../../src/core/token/partial.js';
import { EVERY_TOKEN } from '../../helpers/pastes.js';

// A key without a prefix is told by its whole length alone.
const tokens = EVERY_TOKEN.filter(([format]) => !format.startsWith('Dynamic'));

test.each(tokens)('%s, cut anywhere, says nothing that the whole does not', (_format, token) => {
  const { token: whole } = decodeText(token, nodeRuntime);
  let most = 0;
  for (let length = 3; length < token.length; length++) {
    const partial = partialToken(token.slice(0, length), nodeRuntime);
    const { services, ...fields } = partial ?? {};
    expect(whole).toMatchObject(fields);
    expect(fields).not.toHaveProperty('signature');
    expect(services).not.toEqual([]);
    expect((services ?? []).map(({ name }) => name)).toEqual(
      (whole.services ?? []).slice(0, services?.length ?? 0).map(({ name }) => name),
    );
    most = Math.max(most, Object.keys(fields).length);
  }
  expect(most).toBeGreaterThan(1);
});
