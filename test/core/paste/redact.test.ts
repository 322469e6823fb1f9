import { describe, expect, test } from 'vitest';
import { type NamedSecret, redacted } from '../../../src/core/paste/redact.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { CERTIFICATE } from '../../helpers/demo.js';
import { EVERY_TOKEN, SHAPES } from '../../helpers/pastes.js';
import { edgeCase } from '../../helpers/vectors.js';

const RTC = edgeCase('base rtc');
const SECRETS: readonly NamedSecret[] = [
  { value: CERTIFICATE, name: 'App Certificate of profile dev' },
  { value: 'white/board+key', name: 'secret key of profile dev' },
];
/** So long that what looks at each of its places again would not come to an end here. */
const LONG = 1 << 18;
const out = (text: string) => redacted(text, SECRETS, nodeRuntime);

describe.each(SHAPES)('$what', ({ what, of }) => {
  test.each(
    EVERY_TOKEN.filter(([format]) => what !== 'grep --color' || !format.startsWith('Dynamic')),
  )('%s leaves nothing but what was around it', (_format, token) => {
    // A token that is recognised by its place: what is around it is what is left of a short word.
    const [before, after] = around(of, token);
    const text = `<<${of(token)}>>\n`;
    const result = out(text);
    for (let at = 0; at + 16 <= token.length; at += 16) {
      expect(result).not.toContain(token.slice(at, at + 16));
    }
    expect(result).toContain(`[${token.length} characters]`);
    if (before !== undefined && !/authorization/i.test(before)) {
      expect(result.startsWith(`<<${before}`)).toBe(true);
      expect(result.endsWith(`${after}>>\n`)).toBe(true);
    }
  });
});

test.each(['', 'u', 'us', 'use'])('a secret in base64, after "%s"', (before) => {
  const encoded = Buffer.from(`${before}white/board+key, and more`).toString('base64');
  expect(out(encoded)).toContain('[secret key of profile dev]');
});

test('a short secret is not looked for in base64, where it would be found by chance', () => {
  const secrets = [{ value: 'abcdef', name: 'key' }];
  expect(redacted('abcdef YWJjZGVm', secrets, nodeRuntime)).toBe('[key] YWJjZGVm');
});

/** What a shape puts around a token, where it is the same around any. */
function around(of: (token: string) => string, token: string) {
  const text = of(token);
  const at = text.indexOf(token);
  return at < 0 ? [] : [text.slice(0, at), text.slice(at + token.length)];
}

test.each([
  [`a ${CERTIFICATE}, b`, 'a [App Certificate of profile dev], b'],
  [`Authorization: Bearer ${CERTIFICATE}.x`, 'Authorization: Bearer …[34 characters]'],
  [`x=${CERTIFICATE.toUpperCase()}`, 'x=[App Certificate of profile dev]'],
  ['k: white/board+key!', 'k: [secret key of profile dev]!'],
  [
    'Authorization: Basic YWxhZGRpbjpvcGVu\r\nHost: x',
    'Authorization: Basic …[16 characters]\r\nHost: x',
  ],
  ["-H 'authorization: Bearer abc.def-ghi' -v", "-H 'authorization: Bearer …[11 characters]' -v"],
  [
    '{"Authorization":"Basic YWxh\\/ZGRp","a":1}',
    '{"Authorization":"Basic …[10 characters]","a":1}',
  ],
  [
    '{"name": "Authorization",\n  "value": "Basic YWxhZGRp"}',
    '{"name": "Authorization",\n  "value": "Basic …[8 characters]"}',
  ],
  ['["authorization", "secret-value"]', '["authorization", "…[12 characters]"]'],
  [
    '{\\"authorization\\":\\"Bearer abcdef\\"}',
    '{\\"authorization\\":\\"Bearer …[6 characters]\\"}',
  ],
  [
    '{"Authorization":"Basic a\\"YWxh\\"ZGRp","a":1}',
    '{"Authorization":"Basic …[13 characters]","a":1}',
  ],
  ['{"authorization":["Basic YWxhZGRp"]}', '{"authorization":["Basic …[8 characters]"]}'],
  [
    'Authorization: Digest username="me", response="6629fae4"\nx',
    'Authorization: Digest …[34 characters]\nx',
  ],
  [
    '{"name":"Authorization","comment":"","value":"Basic YWxhZGRp"}',
    '{"name":"Authorization","comment":"","value":"Basic …[8 characters]"}',
  ],
  [
    '"Authorization: Basic YWxhZGRp\\r\\nHost: x"',
    '"Authorization: Basic …[8 characters]\\r\\nHost: x"',
  ],
  [
    `-H "Authorization: Basic YWxh=" -H "x: y"`,
    `-H "Authorization: Basic …[5 characters]" -H "x: y"`,
  ],
  ['authorization Bearer abcdef', 'authorization Bearer …[6 characters]'],
  [`Authorization: ${'x'.repeat(70_000)}\n`, 'Authorization: …[70000 characters]\n'],
  [`${CERTIFICATE.slice(0, 16)}\n${CERTIFICATE.slice(16)}`, '[App Certificate of profile dev]'],
  [
    CERTIFICATE.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    '[App Certificate of profile dev]',
  ],
  [btoa(CERTIFICATE), '[App Certificate of profile dev]I='],
  [`key%3Dwhite%2Fboard%2Bkey`, 'key%3D[secret key of profile dev]'],
  ['"white\\/board+key"', '"[secret key of profile dev]"'],
  [
    `changed: ${RTC.slice(0, 60)}${RTC[60] === 'A' ? 'B' : 'A'}${RTC.slice(61)}, x`,
    'changed: 007eJx…[139 characters], x',
  ],
  [`Authorization: agora token=${RTC}`, 'Authorization: agora token=007eJx…[139 characters]'],
  [`cut: ${RTC.slice(0, 100)}\n`, 'cut: 007eJx…[100 characters]\n'],
  ['masked 007eJx****, x', 'masked 007eJx****, x'],
  ['invalid token, authorized failed', 'invalid token, authorized failed'],
  ['{"authorization":null}', '{"authorization":null}'],
  ['', ''],
])('%j', (text, expected) => {
  expect(out(text)).toBe(expected);
});

test.each([
  '007eJx',
  '006',
  '=',
  '%25',
  '\\',
  'authorization: "',
  'Authorization: Bearer x\n',
  'NETLESSROOM_',
  CERTIFICATE.slice(0, 31),
  '=30=30=37',
])('a long text of nothing but %j comes to its end', (piece) => {
  expect(out(piece.repeat(LONG / piece.length))).not.toBe('');
});

/** What leaves with a text is less than sixteen characters of a token in a row. */
function assertGone(text: string, token: string): void {
  const result = out(text);
  const parts = Array.from({ length: token.length - 15 }, (_, at) => token.slice(at, at + 16));
  expect(parts.filter((part) => result.includes(part))).toEqual([]);
}

describe('a token that is broken', () => {
  const tokens = EVERY_TOKEN.filter(([format]) => /007|006|whiteboard/i.test(format));
  test('there are some', () => expect(tokens.length).toBeGreaterThan(4));

  test.each(tokens)('%s: something stray at any place', (_format, token) => {
    const strays = [' ', '\0', '!'];
    // What is cut behind its signature is a token of the whiteboard all the same.
    const end = token.length - (token.startsWith('NETLESS') ? 70 : 1);
    for (let at = 1; at < end; at += 5) {
      const stray = strays[at % strays.length];
      assertGone(`x ${token.slice(0, at)}${stray}${token.slice(at)} y`, token);
      // In the place of a character of its beginning, nothing tells that it is a token.
      if (at > 40) assertGone(`x ${token.slice(0, at)}${stray}${token.slice(at + 1)} y`, token);
    }
  });

  test.each(tokens)('%s: in the lines of a log', (_format, token) => {
    for (const width of [40, 60, 100]) {
      const pieces = token.match(new RegExp(`.{1,${width}}`, 'gs')) ?? [];
      for (const [first, others] of [
        ['I/flutter (11770): ', 'I/flutter (11770): '],
        ['10:11:12.345 I/agora: token: ', '10:11:12.346 I/agora: '],
        ['2023-11-14 INFO token=', '2023-11-14 INFO '],
      ]) {
        const text = `${first}${pieces.join(`\n${others}`)}\n${others}done, room 12\n`;
        assertGone(text, token);
        expect(out(text)).toContain(`${others}done, room 12\n`);
      }
    }
  });

  test.each(tokens)('%s: in base64 once more', (_format, token) => {
    for (const [before, after] of [
      ['', ''],
      ['{"token":"', '"}'],
      ['a', 'b'],
      ['id:', ''],
    ]) {
      const text = `${before}${token}${after}`;
      const encoded = btoa(text);
      const result = out(`x ${encoded} y`);
      for (const part of encoded.match(/.{24}/g) ?? []) {
        // What is around the token may stay.
        const plain = atob(part);
        if (token.includes(plain)) expect(result).not.toContain(part);
      }
      expect(result).toMatch(/^x .* y$/);
    }
  });
});

describe('credentials by where they stand', () => {
  const ID = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
  const SECRET = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';
  const both = '…[65 characters]';
  const value = '…[32 characters]';
  test.each<readonly [text: string, expected: string]>([
    [`curl -u ${ID}:${SECRET} https://api.agora.io`, `curl -u ${both} https://api.agora.io`],
    [`curl -u "${ID}:${SECRET}" -v`, `curl -u "${both}" -v`],
    [`curl -su${ID}:${SECRET} -v`, `curl -su${both} -v`],
    [`curl --user '${ID}:${SECRET}'`, `curl --user '${both}'`],
    [`curl --user=${ID}:${SECRET}`, `curl --user=${both}`],
    [`["curl","-u","${ID}:${SECRET}"]`, `["curl","-u","${both}"]`],
    [`https://${ID}:${SECRET}@api.agora.io/dev`, `https://${both}@api.agora.io/dev`],
    [`"https:\\/\\/${ID}:${SECRET}@api.agora.io"`, `"https:\\/\\/${both}@api.agora.io"`],
    [`x: Basic ${btoa(`${ID}:${SECRET}`)}`, 'x: Basic …[88 characters]'],
    [`AGORA_APP_CERTIFICATE=${SECRET}`, `AGORA_APP_CERTIFICATE=${value}`],
    [`{"customerSecret": "${SECRET}"}`, `{"customerSecret": "${value}"}`],
    [`{\\"secret_key\\":\\"${SECRET}\\"}`, `{\\"secret_key\\":\\"${value}\\"}`],
    [`App Certificate：${SECRET}`, `App Certificate：${value}`],
    [`?app_certificate%3D${SECRET}&a=b`, `?app_certificate%3D${value}&a=b`],
    [
      `{"name":"appCertificate","value":"${SECRET}"}`,
      `{"name":"appCertificate","value":"${value}"}`,
    ],
    [`{"value":"${SECRET}","name":"certificate"}`, `{"value":"${value}","name":"certificate"}`],
    [
      '{"value":"Basic abc","name":"Authorization"}',
      '{"value":"…[9 characters]","name":"Authorization"}',
    ],
    ...[
      'docker run -u 1000:1000 image',
      'see https://docs.agora.io:443/en/a@b',
      'the certificate: missing, the secret: see below, password=',
      'secret: { env: AGORA_APP_CERTIFICATE }, secretKey: process.env.WHITEBOARD_SECRET_KEY',
      'Basic authentication, basic principles',
      '{"value":"abcdef","name":"channel"}',
    ].map((text) => [text, text] as const),
  ])('%s', (text, expected) => {
    expect(out(text)).toBe(expected);
  });
});
