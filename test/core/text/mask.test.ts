import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskSecrets } from '../../../src/core/text/mask.js';
import { runs } from '../../helpers/runs.js';

const C = '5CFd2fd1755d40ecb72977518be15d3b';

describe('what may be a certificate is masked', () => {
  test.each([
    [C, '5CFd… (32 hexadecimal characters)'],
    [`"${C}"`, '"5CFd… (32 hexadecimal characters)"'],
    [C + C, '5CFd… (64 hexadecimal characters)'],
    [C.slice(1), 'CFd2… (31 hexadecimal characters)'],
    ['12345678901234567890'.padEnd(32, '1'), '1234… (32 hexadecimal characters)'],
    [C.slice(16), 'b729… (16 hexadecimal characters)'],
    [`A=${C}a,b`, 'A=5CFd… (33 hexadecimal characters),b'],
    ['5cfd2fd1-755d-40ec-b729-77518be15d3b', '5cfd… (32 hexadecimal characters)'],
    [`${C.slice(0, 10)}\u200b${C.slice(10)}`, '5CFd… (32 hexadecimal characters)'],
    [`${C.slice(0, 10)}\\u{200b}${C.slice(10)}`, '5CFd… (32 hexadecimal characters)'],
    [`${C.slice(0, 10)}\\xad${C.slice(10)}`, '5CFd… (32 hexadecimal characters)'],
    [`${C.slice(0, 13)}O${C.slice(14)}`, '5CFd… (32 characters)'],
    [`${C.slice(0, 10)}l${C.slice(11, 21)}O${C.slice(22)}`, '5CFd… (32 characters)'],
    ...[':', ' ', '.', '_', ', ', '-', '|'].flatMap((between) =>
      [1, 2, 4, 8].map((size) => [
        `see ${C.match(new RegExp(`.{${size}}`, 'g'))?.join(between)}!`,
        'see 5CFd… (32 hexadecimal characters)!',
      ]),
    ),
    [`0x${C.match(/../g)?.join(', 0x')}`, '5CFd… (32 hexadecimal characters)'],
    [`${C.slice(0, 10)}…${C.slice(10)}`, '5CFd… (32 hexadecimal characters)'],
    [`${C.slice(0, 16)}\n${C.slice(16)}`, '5CFd… (32 hexadecimal characters)'],
  ])('%s', (text, expected) => {
    expect(maskSecrets(text)).toBe(expected);
    expect(maskSecrets(expected)).toBe(expected);
  });
});

describe('what looks like a key is masked', () => {
  test.each([
    ['AbCdEf123-xyz', 'AbCd… (13 characters)'],
    ['-p Sk7Qw2xZr9-LmN4pTvB8_yHd!', '-p Sk7Q… (24 characters)!'],
    ['SK7QW2XZR9-LMN4PTVB8_YHD', 'SK7Q… (24 characters)'],
    ['SECRET_KEY=BWHkgLHzPqC5bXHF7WuG', 'SECRET_KEY=BWHk… (20 characters)'],
    ['p7Fq+3xN/8vKzR2mLd5WcTgY1sHb==', 'p7Fq… (28 characters)=='],
    ['/home/alice/YXA6z3Jk9QmWtLpVvR8nXyB2h.key', '/home/alice/YXA6… (25 characters).key'],
    ['Sk7Qw2x\u200bZr9LmN4pTvB8', 'Sk7Q… (19 characters)'],
    ['Sk7Qw2x\\u{200b}Zr9LmN4pTvB8', 'Sk7Q… (19 characters)'],
    [btoa(C), `${btoa(C).slice(0, 4)}… (43 characters)=`],
    ['%53%6b%37%51%77%32%78%5a%72%39', '%53%… (30 characters)'],
  ])('%s', (text, expected) => {
    expect(maskSecrets(text)).toBe(expected);
    expect(maskSecrets(expected)).toBe(expected);
  });
});

test.each([
  '',
  'room-2024-11-05, webRTCChannel01, oneToOneLesson, iPhone12-Pro-Max',
  'privilegeExpiresInSeconds, joinChannelPrivilegeExpireTs, rtcTokenBuilder2',
  'AGORA_APP_SECONDARY_CERTIFICATE, NEXT_PUBLIC_AGORA_APP_ID, X_SECRET_2_KEY',
  '--publish-audio-expires, generate whitebord room, MacBook-Pro-2.local',
  '/tmp/agora-token-aB3xY9/x.log, ~/.config/agora-token/config.yaml, /var/folders/zz/T/a.json',
  'api-7d9f8b6c5-x2x4z, 2023-11-14T22:13:20.123Z, https://docs.agora.io/en/video-calling/x',
  C.slice(17),
  'uid 18446744073709551615 is no uint32',
  'from 17000036000000 17000036001234 on',
  'expires 2023-11-14T23:13:20Z (1700003600), in 1700003600000 ms',
  'a channel-of-64-characters-of-which-few-are-hex-digits-0123456789',
  'rtc:join-channel, decode a facade',
  'uids 1, 2, 3, 40, 500, 6000, 70000, 800000, 9000000, 10000000 and a, b, c',
  'at 22:13:20 of 2001:db8::1, 00:1a:2b:3c:4d:5e',
  'a bad cafe faced a dead beef decade ace bed',
  'at 2023-11-14 22:13:20 UTC, 2023-11-14 23:13:20 UTC, 1 d 2 h',
])('%s stays as it is', (text) => {
  expect(maskSecrets(text)).toBe(text);
});

test('what the caller knows to be no secret is kept', () => {
  const other = 'a'.repeat(32);
  expect(maskSecrets(`${C} is not ${other}`, (run) => run === C)).toBe(
    `${C} is not aaaa… (32 hexadecimal characters)`,
  );
  expect(maskSecrets(`${C} ab12`, (run) => run === C)).toBe(`${C} ab12`);
});

test('of a certificate with up to 3 changes no 12 characters show', () => {
  const change = fc.tuple(
    fc.nat(31),
    fc.constantFrom('', '-', '\u200b', '\u00ad', 'O', 'z', '0', 'ff'),
    fc.boolean(),
  );
  fc.assert(
    fc.property(
      fc.stringMatching(/^[\da-f]{32}$/).filter((hex) => /[a-f].*[a-f].*[a-f]/.test(hex)),
      fc.array(change, { maxLength: 3 }),
      fc.constantFrom('', 'NAME=', '"', 'https://x/', 'dev-'),
      (secret, changes, before) => {
        const digits = [...secret];
        for (const [at, by, insert] of changes) digits.splice(at, insert ? 0 : 1, by);
        const shown = maskSecrets(`${before}${digits.join('')}, and more`);
        const parts = Array.from({ length: 21 }, (_, at) => secret.slice(at, at + 12));
        expect(parts.filter((part) => shown.includes(part))).toEqual([]);
      },
    ),
    runs(100),
  );
});

test('takes no time for long texts', () => {
  const dashes = `a${'-'.repeat(100_000)}`.repeat(3);
  expect(maskSecrets(dashes)).toBe(dashes);
  expect(maskSecrets('a-'.repeat(100_000))).toBe('aaaa… (100000 hexadecimal characters)-');
});
