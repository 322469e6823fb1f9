import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Collector, readPaste } from '../../../src/core/paste/find.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { EVERY_TOKEN, SHAPES } from '../../helpers/pastes.js';
import { runs } from '../../helpers/runs.js';
import { edgeCase, official } from '../../helpers/vectors.js';
import { rtc } from '../inspect/tokens.js';

const RTC = edgeCase('base rtc');
const PLUS = official('007-04');

const found = (text: string) =>
  readPaste(text, nodeRuntime).tokens.map(({ parsed }) => parsed.text);

describe.each(SHAPES)('$what', ({ what, of, key, escapes }) => {
  // A key without a prefix has none that could be searched for.
  const tokens = EVERY_TOKEN.filter(
    ([format]) => what !== 'grep --color' || !format.startsWith('Dynamic'),
  );
  test.each(tokens)('%s', (_format, token) => {
    const text = of(token);
    const { tokens } = readPaste(text, nodeRuntime);
    expect(tokens.map(({ parsed }) => parsed.text)).toEqual([token]);
    const [{ parsed, source }] = tokens as [(typeof tokens)[0]];
    if (key !== undefined && source.length !== text.trim().length) expect(source.key).toBe(key);
    const raw = text.slice(source.offset, source.offset + source.length);
    if (raw !== text.trim() && !escapes) expect([raw[0], raw.at(-1)]).toContain(token[0]);
    const lines = text.slice(0, source.offset).split('\n');
    expect(source).toMatchObject({
      line: lines.length,
      column: (lines.at(-1)?.length ?? 0) + 1,
    });
    if (raw === token)
      expect(parsed.findings.map(({ code }) => code)).not.toContain('repaired-escapes');
  });
});

test.each(EVERY_TOKEN)('%s in two shapes is one token at two places', (_format, token) => {
  const text = `a: ${token}\nb="${token}"\n`;
  const { tokens } = readPaste(text, nodeRuntime);
  expect(tokens).toHaveLength(1);
  expect(tokens[0]?.source).toMatchObject({
    line: 1,
    column: 4,
    offset: 3,
    length: token.length,
    key: 'a',
    also: [{ line: 2, column: 4, key: 'b', length: token.length }],
  });
});

test('several tokens in the order of the text, glued or not', () => {
  const tokens = EVERY_TOKEN.map(([, token]) => token);
  expect(found(tokens.join('\n'))).toEqual(tokens);
  expect(found(JSON.stringify(tokens))).toEqual(tokens);
  expect(found(`x${RTC}${PLUS}${RTC}y`)).toEqual([RTC, PLUS]);
  expect(found(`token=${official('006-03')}${PLUS}`)).toEqual([official('006-03'), PLUS]);
});

test('a word behind a whiteboard token is no part of it, and the rest of a broken line is', () => {
  for (const [format, token] of EVERY_TOKEN) {
    if (!format.startsWith('whiteboard')) continue;
    for (const word of ['a007', 'ok', 'x-y_z', '42']) {
      for (const between of [' ', '\n', '\r\n\t'])
        expect(found(`${token}${between}${word}`)).toEqual([token]);
    }
    expect(found(token.replace(/.{64}/g, '$& \n'))).toEqual([token]);
  }
});

test.each(EVERY_TOKEN)('%s behind what was refuted again and again', (_format, token) => {
  for (const length of [5, 12, 40, token.length - 1]) {
    const part = token.slice(0, length);
    expect(found(`${`${part}! `.repeat(50)}${token}\n`)).toEqual([token]);
  }
});

describe('what is none', () => {
  const M = 256 * 1024;
  const noise: readonly (readonly [what: string, text: () => string])[] = [
    ['base64', () => randomBytes(6 * M).toString('base64')],
    [
      'base64 in lines',
      () =>
        randomBytes(M / 2)
          .toString('base64')
          .replace(/.{76}/g, '$&\n'),
    ],
    ['hex', () => randomBytes(4 * M).toString('hex')],
    [
      'hex in lines of 64',
      () =>
        randomBytes(M / 2)
          .toString('hex')
          .replace(/.{64}/g, '$&\n'),
    ],
    [
      'hex in lines of 90',
      () =>
        randomBytes(M / 2)
          .toString('hex')
          .replace(/.{90}/g, '$&\n'),
    ],
    ['007', () => '007'.repeat(M / 3)],
    ['007eJ', () => '007eJ'.repeat(M / 50)],
    ['006 in lines', () => '006\n'.repeat(M / 4)],
    ['beginnings of whiteboard tokens', () => 'NETLESSSDK_'.repeat(M / 11)],
    ['quotes', () => '"'.repeat(M)],
    ['escapes', () => '%25'.repeat(M / 3)],
    ['backslashes', () => '\\'.repeat(M)],
  ];
  test.each(noise)('%s', (_what, text) => {
    const collector = new Collector(nodeRuntime);
    const all = text();
    for (let at = 0; at < all.length; at += 100_000) collector.push(all.slice(at, at + 100_000));
    expect(collector.end().tokens).toEqual([]);
  });

  const none: readonly (readonly [what: string, text: string])[] = [
    ['a changed character', `token=${RTC.replace('7x', '7y')}`],
    ['a key inside longer hex', `${official('dynamickey2-01')}ab`],
    [
      'a key whose times are none',
      `k ${official('dynamickey2-01').replace('1446455472', '0000000012')}`,
    ],
    ['006 with bytes behind', `a=${official('006-03')}AAAA`],
    ['006 cut, with a line behind', `a=${official('006-03').slice(0, -4)}\nAAAA and more`],
    ['whiteboard without its signature', 'NETLESSROOM_YWs9YQ and more'],
  ];
  test.each(none)('%s', (_what, text) => {
    expect(found(text)).toEqual([]);
  });
});

test('a text that comes in pieces is read as the whole', () => {
  const filler = 'an uneventful line of a log, 007 of 1:23, 006 and so on\n'.repeat(40);
  const text = EVERY_TOKEN.map(([format, token]) => `${filler}${format}: ${token}\n`).join('');
  const whole = readPaste(text, nodeRuntime).tokens;
  for (const size of [97, 4096]) {
    const collector = new Collector(nodeRuntime);
    for (let at = 0; at < text.length; at += size) collector.push(text.slice(at, at + size));
    const { tokens } = collector.end();
    expect(tokens).toEqual(whole);
    expect(tokens).toHaveLength(EVERY_TOKEN.length);
    for (const { parsed, source } of tokens) {
      expect(text.slice(source.offset, source.offset + source.length)).toBe(parsed.text);
    }
  }
});

test('the places of a token that is repeated for hours are bounded', () => {
  const [token] = readPaste(`token=${RTC}\n`.repeat(150), nodeRuntime).tokens;
  expect(token?.source.also).toHaveLength(100);
});

test('places are right behind many windows', () => {
  const line = 'x'.repeat(99);
  const collector = new Collector(nodeRuntime);
  for (let i = 0; i < 50; i++) collector.push(`${line}\n`.repeat(1000));
  collector.push(`  token: ${RTC}\n`);
  collector.push(`${line}\n`.repeat(5000));
  expect(collector.end().tokens.map(({ source }) => source)).toEqual([
    { line: 50_001, column: 10, offset: 5_000_009, length: RTC.length, key: 'token' },
  ]);
});

const NEUTRAL = fc.string({
  unit: fc.constantFrom(...'abz ,.:;"\'(){}<>\n\t%&\\é「…'.split(''), '007', '1:', '%2', '&amp;'),
  maxLength: 60,
});
const WRITERS: readonly ((token: string) => string)[] = [
  (token) => token,
  encodeURIComponent,
  (token) => encodeURIComponent(encodeURIComponent(token)),
  (token) => token.replaceAll('/', '\\/'),
  (token) => token.replace(/[+/=]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  (token) => token.replace(/[+/=]/g, (c) => `&#${c.charCodeAt(0)};`),
  (token) => token.replace(/[+/=]/g, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`),
  (token) => token.replace(/.{40}(?=.)/g, '$&\u200b'),
  (token) => token.replace(/.{64}(?=.)/g, '$&\n'),
];

test('a token in any text, written in any way, is found and nothing else', () => {
  fc.assert(
    fc.property(
      NEUTRAL,
      NEUTRAL,
      fc.constantFrom(...EVERY_TOKEN.map(([, token]) => token), rtc({ uid: '7' })),
      fc.constantFrom(...WRITERS),
      (before, after, token, write) => {
        expect(found(`${before} ${write(token)} ${after}`)).toEqual([token]);
      },
    ),
    runs(200),
  );
});

describe('what looks like a token and cannot be read', () => {
  const misses = (text: string) => readPaste(text, nodeRuntime).misses;
  test.each([
    ['007eJx…****', '…****'],
    ['007eJxTYJgX...', '...'],
    ['006970ca35*****', '*****'],
    [`${RTC.slice(0, 40)}[masked]`, '[masked]'],
  ])('%s is masked', (text, mask) => {
    expect(misses(`token=${text} end`)).toMatchObject([
      { mask, place: { offset: 6, key: 'token' } },
    ]);
  });
  test('a token cut by a log', () => {
    expect(misses(`12:00 token=${RTC.slice(0, 90)}\n12:01 next\n`)).toMatchObject([
      { text: RTC.slice(0, 90), place: { line: 1, column: 13, length: 90 } },
    ]);
  });
});
