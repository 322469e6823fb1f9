import { describe, expect, test } from 'vitest';
import { type Expectation, namesFor, questionOf } from '../../src/page/expect.js';
import { contentsOf, type Input, type Judged, judge } from '../../src/page/judge.js';
import { reportOf } from '../../src/page/report.js';
import { NOTHING_TOLD, toldNext } from '../../src/page/words.js';
import {
  apaas,
  rtc,
  rtc006,
  rtmService,
  token006,
  token007,
  whiteboard,
} from '../core/inspect/tokens.js';
import { APP_ID, CERTIFICATE, ISSUED } from '../helpers/demo.js';

/** What the page says about a token, without the page. */

const OPEN = { channel: '', user: '', appId: '', service: '', role: '', error: '' };

function judged(text: string, input: Partial<Input> = {}): Judged {
  const contents = contentsOf(text);
  const found = contents instanceof Error ? contents : contents[0];
  return judge(found, { now: ISSUED, secret: '', demo: true, expected: OPEN, ...input });
}

const decoded = (token: string) => judged(token).parsed?.token;

const RTM = token007([rtmService('alice')]);

describe('what is asked of a token', () => {
  test.each<[form: Partial<Record<Expectation, string>>, texts: object, token?: string]>([
    [
      { channel: 'demo', user: '42' },
      { channel: 'demo', uid: '42' },
    ],
    [{ user: 'alice' }, { account: 'alice' }],
    [{ user: '007' }, { uid: '007' }],
    [{ user: '007' }, { account: '007' }, rtc({ uid: '007' })],
    [{ user: '4294967295' }, { uid: '4294967295' }],
    [{ user: '4294967296' }, { account: '4294967296' }],
    [{ user: '-1' }, { uid: '-1' }],
    [{ user: '-4294967296' }, { account: '-4294967296' }],
    [{ channel: 'demo', user: '42' }, { channel: 'demo', uid: '42' }, rtc006(ISSUED + 60)],
    [{ channel: 'demo', user: '42' }, { channel: 'demo', userId: '42' }, RTM],
    [{ channel: 'room', user: 'alice' }, { room: 'room', userId: 'alice' }, apaas(2)],
    [{ channel: 'r1' }, { uuid: 'r1' }, whiteboard('ROOM', { uuid: 'r1' })],
    [{ error: ' 110 ' }, { error: '110' }],
  ])('%j is %j', (form, texts, token = rtc()) => {
    const question = questionOf({ ...OPEN, ...form }, decoded(token));
    expect(question.texts).toEqual(texts);
    expect(question.problems).toEqual({});
  });

  test('a field that cannot be read is left out, and says why', () => {
    const { texts, problems } = questionOf({ ...OPEN, appId: 'x', channel: 'demo' }, undefined);
    expect(texts).toEqual({ channel: 'demo' });
    expect(problems).toEqual({ appId: expect.stringContaining('this field') });
  });

  test.each([
    ['Channel', 'Uid or account', rtc()],
    ['Channel', 'User ID', RTM],
    ['Channel', 'User ID', token006({ 1000: ISSUED + 60 }, { channel: 'alice', uid: '' })],
    ['Channel', 'User ID', apaas(2, { roomUuid: '' })],
    ['Room', 'User ID', apaas(2)],
    ['Room or task UUID', 'Uid or account', whiteboard('SDK')],
  ])('the labels %s, %s', (channel, user, token) => {
    expect(namesFor(decoded(token))).toMatchObject({ channelLabel: channel, userLabel: user });
  });
});

describe('the signature', () => {
  test.each<[what: string, token: string, secret: string, status: string]>([
    ['of the certificate', rtc(), CERTIFICATE, 'valid'],
    ['of another', rtc(), 'a'.repeat(32), 'invalid'],
    ['without one', rtc(), '', 'unchecked'],
    ['of what is none', rtc(), 'secret', 'unchecked'],
    ['of the App ID', rtc(), APP_ID.toLowerCase(), 'invalid'],
    ['of a whiteboard', whiteboard('ROOM', { uuid: 'r1' }), 'sk1', 'valid'],
  ])('%s', (_what, token, secret, status) => {
    const { inspection, secretProblem } = judged(token, { secret }) as Extract<
      Judged,
      { error?: undefined }
    >;
    expect(inspection.signature.status).toBe(status);
    const isNone = ['secret', APP_ID.toLowerCase()].includes(secret);
    expect(secretProblem !== undefined).toBe(isNone);
    expect(JSON.stringify([secretProblem, inspection])).not.toContain(CERTIFICATE);
  });

  test('that a server has checked, until a certificate is typed', () => {
    const signature = { status: 'valid', profile: 'dev', certificate: 'primary' } as const;
    const answered = () => signature;
    expect(judged(rtc(), { answered }).inspection?.signature).toEqual(signature);
    expect(judged(rtc(), { answered, secret: 'a'.repeat(32) }).inspection?.signature).toMatchObject(
      { status: 'invalid' },
    );
  });
});

test('what a screen reader is told: once a minute, in the last one once more, and at another verdict', () => {
  let told = NOTHING_TOLD;
  const texts: string[] = [];
  const token = rtc({}, { lifetime: 150 });
  for (let now = ISSUED; now <= ISSUED + 160; now++) {
    const next = toldNext(told, judged(token, { now }));
    if (next !== told) texts.push(next.text.replace(/^.*, (?=\d)|(?<=^expired).*/g, ''));
    told = next;
  }
  expect(texts.map((text) => text.replace(/ \(until.*\)/, ''))).toEqual([
    '2 min left',
    '1 min left',
    '59 s left',
    'expired',
  ]);
  expect(toldNext(told, undefined)).toBe(NOTHING_TOLD);
});

test('the report has all that explains the verdict, and nothing that can be used', () => {
  const token = rtc();
  const report = reportOf(judged(token, { expected: { ...OPEN, channel: 'other' } }));
  expect(report).toContain('[channel-mismatch]');
  expect(report).toContain('expected channel: other');
  expect(report).toContain(`${token.slice(0, 6)}…[${token.length} characters]`);
  expect(report).toContain('join-channel: ');
  expect(report).toContain(APP_ID);
  expect(report).not.toContain(token.slice(0, 12));
  expect(report).not.toContain(String(decoded(token)?.signature).slice(0, 12));
});

test('the report repeats no secret and no token that was typed or pasted as what is expected', () => {
  const token = rtc();
  const others = [
    rtc({ channel: 'other' }),
    encodeURIComponent(token),
    rtc006(ISSUED + 60),
    whiteboard('ROOM'),
  ];
  for (const secret of [CERTIFICATE, token, ...others]) {
    for (const field of Object.keys(OPEN)) {
      for (const value of [secret, `join failed: {"key":"${secret}\u202e"} 110\n`]) {
        const report = reportOf(judged(token, { expected: { ...OPEN, [field]: value } }));
        expect(report, field).not.toContain(secret.slice(0, 16));
        expect(report, field).not.toContain(secret.slice(-16));
        expect(report).not.toMatch(/[^\P{C}\n]/u);
      }
    }
  }
});

test.each([
  ['007eJx…****', 'not readable: '],
  [rtc().slice(0, 100), 'not readable: the token is cut short'],
  ['hello', 'not readable: '],
  [CERTIFICATE, 'not readable: '],
])('a text that is no token: %s', (text, begins) => {
  const report = reportOf(judged(text));
  expect(report.startsWith(begins)).toBe(true);
  expect(report).toContain('\nfix: ');
  expect(report).not.toContain(CERTIFICATE);
});
