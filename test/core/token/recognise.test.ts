import { describe, expect, test } from 'vitest';
import { TokenError } from '../../../src/core/errors.js';
import { decodeText } from '../../../src/core/token/decode.js';
import type { ParsedToken } from '../../../src/core/token/model.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { APP_ID, CERTIFICATE } from '../../helpers/demo.js';
import { edgeCase, official, vectors } from '../../helpers/vectors.js';

const RTC = edgeCase('base rtc');
const AT_006 = official('006-03');
const KEY_003 = official('003-01');
const WHITEBOARDS = vectors('whiteboard');
const TASK = WHITEBOARDS[0]?.token as string;
const GO_ROOM = WHITEBOARDS.find(({ by, format }) => by === 'go' && format === 'netless-room')
  ?.token as string;
const QUERY = `ak=a&sig=${'0'.repeat(64)}`;
const withQuery = (query: string) => `NETLESSROOM_${Buffer.from(query).toString('base64url')}`;

function tryRead(text: string): ParsedToken | TokenError {
  try {
    return decodeText(text, nodeRuntime);
  } catch (error) {
    if (error instanceof TokenError) return error;
    throw error;
  }
}

function failure(text: string): TokenError {
  const result = tryRead(text);
  if (result instanceof TokenError) return result;
  throw new Error('a token was read');
}

/** Holds + and /. */
const PLUS_007 = official('007-04');
const ENCODED = encodeURIComponent(PLUS_007);
const ESCAPE = ENCODED.lastIndexOf('%2');

type Case = [text: string, reason: string, message: RegExp, hint?: RegExp];

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';

const LOOK_ALIKES: Case[] = [
  ['', 'empty', /empty/, /32 hex/],
  [' \n', 'empty', /empty/],
  ['""', 'empty', /empty/],
  ['Bearer ', 'empty', /empty/],
  ['"Bearer "', 'empty', /empty/],
  ['Authorization: Bearer ', 'empty', /empty/],
  ['Authorization: Bearer', 'empty', /empty/],
  ['authorization:', 'empty', /empty/],
  ['agora token=', 'empty', /empty/],
  [APP_ID, 'app-id-not-token', /App ID or an App Certificate/, /generate/],
  [`"${CERTIFICATE}"\n`, 'app-id-not-token', /App ID or an App Certificate/],
  [JWT, 'not-a-token', /JWT/],
  [`Bearer ${JWT}`, 'not-a-token', /JWT/],
  ['YWMtTokSiB6xEfGp3dPd_w', 'not-a-token', /Chat/],
  [`0071a2b3c4dIAB${'Q'.repeat(20)}==IAB${'Q'.repeat(20)}=`, 'not-a-token', /Dart/],
  ['<Your token>', 'not-a-token', /placeholder/],
  ['<YOUR_RTC_TOKEN>', 'not-a-token', /placeholder/],
  ['YOUR_TOKEN', 'not-a-token', /placeholder/],
  ['your-temp-token', 'not-a-token', /placeholder/],
  ['Your Token Here', 'not-a-token', /placeholder/],
  ['007xxxx', 'not-a-token', /placeholder/],
  ['007eJxTYxxxxxxxxxxxxxxxxxxxx', 'not-a-token', /placeholder/],
  ['007...', 'not-a-token', /placeholder/],
  ['007eJxTYIgs…b3Q==', 'masked', /shortened/, /on purpose/],
  ['007eJxTYIgs****', 'masked', /masked/],
  ['007eJx…****', 'masked', /shortened/, /on purpose/],
  ['007eJxTYIgs...b3Q==', 'masked', /shortened/],
  ['$AGORA_TOKEN', 'not-a-token', /placeholder/, /not set/],
  [official('signaling-01').toUpperCase(), 'not-a-token', /32 lower-case hex/],
  ['undefined', 'not-a-token', /placeholder/, /not set/],
  ['null', 'not-a-token', /placeholder/],
  ['[object Object]', 'not-a-token', /placeholder/],
  ['dynamic use static key', 'not-a-token', /error message/, /explain/],
  ['token.txt', 'not-a-token', /file/, /path/],
  [`{"token":"${RTC}"}`, 'not-a-token', /inside/, /character 11\b/],
  [`https://demo.test/?token=${RTC}`, 'not-a-token', /inside/],
  ['hello', 'not-a-token', /these 5 characters begin like none of its formats/],
  ['x', 'not-a-token', /this 1 character begins like none of its formats/],
  [encodeURIComponent(encodeURIComponent(PLUS_007)), 'not-a-token', /more than once/],
  [`007eJ%zz${ENCODED.slice(5)}`, 'not-a-token', /malformed.*: character 6 of \d+/, /encodeURI/],
  [ENCODED.replace('%2B', '%C3'), 'not-a-token', /malformed percent-encoding$/],
  ['a'.repeat(90), 'not-a-token', /none of its formats/],
  ['5'.repeat(64), 'not-a-token', /none of its formats/],
  [`006${RTC.slice(3)}`, 'not-a-token', /labelled 006.*007 token/],
  [`007${AT_006.slice(3)}`, 'not-a-token', /labelled 007.*006 token/],
  [`004${KEY_003.slice(3)}`, 'not-a-token', /labelled 004.*003 token/],
  [RTC.slice(3), 'not-a-token', /lacks its first three characters.*007/],
];

describe('what a text is instead', () => {
  test.each(LOOK_ALIKES)('%j', (text, reason, message, hint = /\w/) => {
    const error = failure(text);
    expect(error.reason).toBe(reason);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });
});

const CUT: Case[] = [
  ['007', 'truncated', /only 0 bytes of compressed data after 007/],
  [RTC.slice(0, 5), 'truncated', /only 1 byte of compressed data after 007/],
  [RTC.slice(0, 10), 'truncated', /signature needs 32 bytes at byte 2 .*, and 32 of them are/],
  [RTC.slice(0, 60), 'truncated', /App ID needs 32 bytes at byte 36 .*, and 31 of them are/],
  [RTC.slice(0, 100), 'truncated', /App ID needs .*, and 1 of them is missing/],
  [RTC.slice(0, 120), 'truncated', /value of a privilege of the RTC service needs 4 bytes/],
  [RTC.slice(0, 134), 'truncated', /2 of the 4 bytes of its checksum/],
  [`"${RTC.slice(0, 100)}"`, 'truncated', /App ID needs/],
  [ENCODED.slice(0, ESCAPE + 2), 'truncated', /type of service 3 of 3 needs 2 bytes/],
  [ENCODED.slice(0, ESCAPE + 1), 'truncated', /type of service 3 of 3 needs 2 bytes/],
  [ENCODED.slice(0, ENCODED.indexOf('%') + 2), 'truncated', /needs/],
  [encodeURIComponent(official('006-03')).slice(0, -30).replace(/A$/, '%2'), 'truncated', /needs/],
  [AT_006.slice(0, 3), 'truncated', /32 of the 32 characters of the App ID/],
  [AT_006.slice(0, 30), 'truncated', /5 of the 32 characters of the App ID/],
  [AT_006.slice(0, 60), 'truncated', /signature needs 32 bytes at byte 2 of the content/],
  [AT_006.slice(0, 100), 'truncated', /signed message needs 34 bytes/],
  [official('005-04').slice(0, 40), 'truncated', /signature needs 40 bytes/],
  [KEY_003.slice(0, 100), 'truncated', /3 of the 10 characters of the uid .* has 113 characters/],
  [official('004-02').slice(0, 20), 'truncated', /23 of the 40 characters of the signature/],
  [official('signaling-01').slice(0, 60), 'truncated', /characters of the signature/],
  ['1:970CA35de60c44645bbae8a2', 'truncated', /8 of the 32 characters of the App ID/],
  [TASK.slice(0, 100), 'truncated', /signature \("sig"\) is missing/],
  [TASK.slice(0, -80), 'truncated', /of the 64 characters of the signature/],
  [TASK.slice(0, -55), 'truncated', /4 of the 64 characters of the signature/],
  [GO_ROOM.slice(0, -1), 'truncated', /ends inside a character/],
  [TASK.slice(0, -2), 'truncated', /ends inside a character/],
  [`"${TASK.slice(0, -3)}"`, 'truncated', /ends inside a character/],
  [withQuery(`${QUERY}&`), 'truncated', /last pair of key and value is not whole/],
  [withQuery(`${QUERY}&uu`), 'truncated', /last pair of key and value is not whole/],
  [withQuery(`${QUERY}&uuid=%`), 'truncated', /inside a percent-encoded character/],
  [withQuery(`${QUERY}&uuid=a%4`), 'truncated', /inside a percent-encoded character/],
  ['NETLESSROOM_', 'truncated', /only the prefix is left/],
  ['"NETLESSROOM_"', 'truncated', /only the prefix is left/],
  ['NETLESSROOM_Y', 'truncated', /only the prefix is left/],
  [withQuery('ak'), 'truncated', /only the prefix is left/],
  [withQuery('ak='), 'truncated', /only the prefix is left/],
];

describe('a cut token says what is missing', () => {
  test.each(CUT)('%s', (text, reason, message) => {
    const error = failure(text);
    expect(error.reason).toBe(reason);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(/Copy the whole token again/);
  });
});

test('a whiteboard token cut anywhere is truncated, or a whole token with a shorter uuid', () => {
  for (const [index, { token }] of WHITEBOARDS.entries()) {
    const { uuid } = decodeText(token, nodeRuntime).token;
    const ends = Array.from({ length: token.length }, (_, end) => end).filter(
      // Near its end anywhere, and before it at places that differ from token to token.
      (end) => end > token.indexOf('_') && (end > token.length - 8 || end % 6 === index % 6),
    );
    for (const end of ends) {
      const read = tryRead(token.slice(0, end));
      if (read instanceof TokenError && read.reason === 'truncated') continue;
      if (read instanceof TokenError) throw read;
      // What is left is whole, and a uuid can have any length: only where none is left, that tells.
      const left = read.token.uuid;
      const missing = left === undefined && uuid !== undefined;
      expect(read.findings.map(({ code }) => code)).toEqual(
        missing ? ['whiteboard-uuid-missing'] : [],
      );
      expect(String(uuid).startsWith(String(left ?? ''))).toBe(true);
    }
  }
});

const DAMAGED: Case[] = [
  [RTC.replace('7x', '7*'), 'bad-base64', /character \d+ of 139 is "\*"/],
  [RTC.replace('7x', '7\u3164'), 'bad-base64', /character \d+ of 139 is U\+3164/],
  [`007${Buffer.from('no zlib').toString('base64')}`, 'bad-compression', /starts with 6e 6f/],
  [edgeCase('gzip'), 'bad-compression', /gzip/],
  [edgeCase('zlib wrong adler'), 'bad-checksum', /checksum/],
  [`006${'!'.repeat(32)}AAAA`, 'not-a-token', /signature has 32 bytes/],
  [`1:${APP_ID}:soon:${'a'.repeat(32)}`, 'not-a-token', /expiry time/],
  [`NETLESSSDK_${Buffer.from([255, 1]).toString('base64url')}`, 'not-a-token', /query string/],
  [`NETLESSSDK_${Buffer.from('a=b').toString('base64url')}`, 'not-a-token', /access key/],
];

describe('a damaged token says where', () => {
  test.each(DAMAGED)('%s', (text, reason, message) => {
    const error = failure(text);
    expect(error.reason).toBe(reason);
    expect(error.message).toMatch(message);
  });
});

test.each([
  [RTC.replace('7x', '7*'), '*'],
  [` "${RTC.replace('7x', '7*')}"`, '*'],
  [`Bearer ${RTC.slice(0, 50)}\n${RTC.slice(50, 100)}*${RTC.slice(100)}`, '*'],
  [KEY_003.replace(/1$/, 'x'), 'x'],
  [`'${KEY_003.replace(/1$/, 'x')}'`, 'x'],
  [`007eJ%zz${ENCODED.slice(5)}`, '%'],
])('%j: the place of the character that the message names', (text, character) => {
  const { position } = failure(text);
  expect(position).toEqual({
    offset: character === '%' ? 5 : text.lastIndexOf(character),
    length: 1,
  });
});

test('no message repeats what was given: it may be a secret', () => {
  for (const [text] of [...LOOK_ALIKES, ...CUT, ...DAMAGED]) {
    if (text.length < 20) continue;
    const { message, hint } = failure(text);
    const pieces = text.match(/[A-Za-z0-9+/]{12,}/g) ?? [];
    for (const piece of pieces) expect(`${message} ${hint}`).not.toContain(piece);
  }
});
