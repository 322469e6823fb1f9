import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { md5 } from '../../../src/core/token/md5.js';
import { anyText } from '../../helpers/any-text.js';
import { runs } from '../../helpers/runs.js';

test.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['alice', '6384e2b2184bcbf58eccf10ca7a6563c'],
])('MD5 of %j', (text, hex) => {
  expect(md5(text)).toBe(hex);
});

test('is what Node.js makes of any text, at every length about a block', () => {
  const node = (text: string) => createHash('md5').update(text).digest('hex');
  for (let length = 0; length < 200; length++) {
    expect(md5('x'.repeat(length))).toBe(node('x'.repeat(length)));
  }
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(md5(text)).toBe(node(text));
    }),
    runs(100),
  );
});
