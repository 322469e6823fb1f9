import { expect, test } from 'vitest';
import { browserRuntime } from '../../../src/core/token/browser-runtime.js';
import { decodeText } from '../../../src/core/token/decode.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { type VectorFile, vectors } from '../../helpers/vectors.js';

const FILES: VectorFile[] = ['official', 'access-token-2', 'access-token', 'whiteboard'];

test.each(FILES)('a browser reads the tokens of %s as Node.js does', (file) => {
  for (const { token } of vectors(file)) {
    expect(decodeText(token, browserRuntime).token).toEqual(decodeText(token, nodeRuntime).token);
  }
});
