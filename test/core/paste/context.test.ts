import { describe, expect, test } from 'vitest';
import { readPaste } from '../../../src/core/paste/find.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { APP_ID } from '../../helpers/demo.js';
import { har, joinRequest, multipart } from '../../helpers/har.js';
import { rtc, rtc006 } from '../inspect/tokens.js';

const TOKEN = rtc();
const read = (text: string) => readPaste(text, nodeRuntime).tokens;
const joinIn = (text: string) => read(text)[0]?.source.join;
const differing = (text: string) =>
  read(text)[0]
    ?.parsed.findings.filter(({ code }) => code === 'context-differs')
    .map(({ message }) => message);

const JOINED = { appId: APP_ID, channel: 'demo', uid: '42' };

describe('a join of the Web SDK', () => {
  test.each([
    ['its JSON', joinRequest(TOKEN)],
    ['its JSON, indented', JSON.stringify(JSON.parse(joinRequest(TOKEN)), null, 2)],
    ['its multipart body', multipart(joinRequest(TOKEN))],
    ['a line of a log', `12:00 send ${joinRequest(TOKEN)} to edge`],
    ['JSON in JSON', JSON.stringify({ body: joinRequest(TOKEN) })],
  ])('%s', (_what, text) => {
    expect(joinIn(text)).toEqual(JOINED);
  });

  test('an account wins over the number that Agora gave it', () => {
    expect(joinIn(joinRequest(TOKEN, { detail: { 6: 'alice' } }))).toEqual({
      appId: APP_ID,
      channel: 'demo',
      account: 'alice',
    });
  });

  test.each([
    ['as text', {}],
    ['in base64', { base64: true }],
    ['indented', { indent: 2 }],
    ['with the body as a parameter', { params: true }],
  ])('a HAR, %s, has the answer too', (_what, options) => {
    expect(joinIn(har(TOKEN, { code: 9, ...options }))).toEqual({ ...JOINED, code: 9 });
    expect(joinIn(har(TOKEN, { code: 0, ...options }))).toEqual({ ...JOINED, code: 0 });
  });

  test('of several requests the one that was refused', () => {
    const text = JSON.stringify({ all: [har(TOKEN, { code: 0 }), har(TOKEN, { code: 13 })] });
    expect(joinIn(text)).toMatchObject({ code: 13 });
  });

  test('of several that were not refused the first', () => {
    const text = `${joinRequest(TOKEN)}\n${joinRequest(TOKEN, { cname: 'other' })}`;
    expect(joinIn(text)).toEqual(JOINED);
  });

  test('a token that was seen before its join', () => {
    expect(joinIn(`{"rtcToken":"${TOKEN}"}\n${har(TOKEN, { code: 9 })}`)).toMatchObject({
      code: 9,
    });
  });
});

describe('names beside a token', () => {
  test.each([
    [`{"uid":1754556256324,"token":"${TOKEN}"}`, /"uid"? is "1754556256324".*for "42"/],
    [`{"channelName":"other","token":"${TOKEN}"}`, /channelName.*"other".*"demo"/],
    [`x {\\"AppID\\":\\"${'0'.repeat(32)}\\",\\"Token\\":\\"${TOKEN}\\"}`, /AppID/],
    [`https://x/?token=${encodeURIComponent(TOKEN)}&cname=other%20room`, /cname.*"other room"/],
    [`https://x/?uid=7&amp;token=${TOKEN}`, /uid.*"7"/],
    [`{"uid":"7","token":"${rtc006(2_000_000_000)}"}`, /uid.*"7".*not for it/],
  ])('%s differs', (text, message) => {
    expect(differing(text)).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    `{"uid":42,"channel":"demo","appId":"${APP_ID}","token":"${TOKEN}"}`,
    `{"appId":"${APP_ID.toLowerCase()}","token":"${TOKEN}"}`,
    `{"uid":7,"inner":{"token":"${TOKEN}"}}`,
    `{"token":"${TOKEN}","user":{"uid":7}}`,
    `{"uid":7,"token":"${rtc({ uid: '' })}"}`,
    `{"uid":"42","channel":"demo","token":"${rtc006(2_000_000_000)}"}`,
    `https://x/?token=${TOKEN} uid=7`,
    `uid=7 token=${TOKEN}`,
    `{"uid":7} "${TOKEN}"`,
    `{"uid":7,"token":"${TOKEN}"`,
  ])('%s does not', (text) => {
    expect(differing(text)).toEqual([]);
  });
});

test('many strings around a token take no time', () => {
  const text = `"${'x'.repeat(50)}",`.repeat(20_000);
  expect(read(`[${text}"${TOKEN}",${text}1]`)).toHaveLength(1);
});
