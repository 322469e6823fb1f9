import { describe, expect, test } from 'vitest';
import type { TokenError } from '../../../src/core/errors.js';
import { decodeText } from '../../../src/core/token/decode.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { handMade, u16, u32 } from '../../helpers/demo.js';
import { edgeCase, official, vectors } from '../../helpers/vectors.js';
import { rtc } from '../inspect/tokens.js';

/** Holds + and /, and ends with one =. */
const PLUS_007 = official('007-04');
/** Ends with ==. */
const RTC = edgeCase('base rtc');
/** Without padding, so that one more character is a group of its own. */
const AT_006 = official('006-03');
const AT_005 = official('005-04');
const KEY_003 = official('003-01');
const KEY_004 = official('004-02');
const KEY_2 = official('dynamickey2-01');
const SIGNALING = official('signaling-01');
const PLUS_AT_END = firstOf(/\+$/, ofUid);
const TWO_PLUSES = firstOf(/\+\+.*[^=]$/, ofUid);
/** Signed bytes follow its last service, and its base64 ends with a +. */
const MORE_SIGNED = firstOf(/\+$/, (id) => handMade(Buffer.concat([u16(1, 4, 0), u32(id)])));
const [TASK = '', , GO_TASK = ''] = vectors('whiteboard').map(({ token }) => token);

const inserted = (token: string, what: string) => token.slice(0, -20) + what + token.slice(-20);
const added = (token: string) => `${token.slice(0, -9)}A${token.slice(-9)}`;
const spaced = (token: string) => token.replaceAll('+', ' ');
const urlSafe = (token: string) => token.replaceAll('+', '-').replaceAll('/', '_');
const unpadded = (token: string) => token.replaceAll('=', '');
const wrapped = (token: string, between = '\n') => token.replace(/(.{40})/g, `$1${between}`);
const twice = (token: string) => encodeURIComponent(encodeURIComponent(token));

/** Of tokens alike the first that has something in its base64. */
function firstOf(pattern: RegExp, tokenOf: (number: number) => string): string {
  for (let number = 1; number < 20_000; number++) {
    const token = tokenOf(number);
    if (pattern.test(token)) return token;
  }
  throw new Error('no such token');
}

function ofUid(uid: number): string {
  return rtc({ uid: String(uid) });
}

test.each([
  [`Authorization:\r\n\tBearer ${RTC}`, '"Authorization:" in front'],
  [`agora\t\ntoken \r= ${RTC}`, '"agora token =" in front'],
])('%j is told on one line', (given, says) => {
  const [finding] = decodeText(given, nodeRuntime).findings;
  expect(finding?.message).toContain(says);
  expect(finding?.message).not.toMatch(/[\r\n\t]/);
});

function repaired(text: string) {
  const { text: clean, findings } = decodeText(text, nodeRuntime);
  return { clean, codes: findings.map(({ code }) => code.replace('repaired-', '')).sort() };
}

type Case = readonly [what: string, given: string, clean: string, codes: string];

const ONE_REPAIR: readonly Case[] = [
  ['a line feed behind', `${RTC}\n`, RTC, 'whitespace'],
  ['spaces in front', `  \t${RTC}`, RTC, 'whitespace'],
  ['a byte order mark', `\ufeff${RTC}`, RTC, 'whitespace'],
  ['a zero-width space', `${RTC}\u200b`, RTC, 'whitespace'],
  ['lines of 40 characters', wrapped(RTC), RTC, 'whitespace'],
  ['lines of Windows, indented', wrapped(RTC, '\r\n    '), RTC, 'whitespace'],
  ['a zero-width space inside', wrapped(RTC, '\u200b'), RTC, 'whitespace'],
  [
    'marks of direction around and inside',
    `\u202a${wrapped(RTC, '\u2069')}\u202c`,
    RTC,
    'whitespace',
  ],
  ['double quotes', `"${RTC}"`, RTC, 'quotes'],
  ['single quotes', `'${RTC}'`, RTC, 'quotes'],
  ['typographic quotes', `\u201c${RTC}\u201d`, RTC, 'quotes'],
  ['backquotes', `\`${RTC}\``, RTC, 'quotes'],
  ['half of the quotes', `${RTC}"`, RTC, 'quotes'],
  ['a value of JSON', `"${RTC}",`, RTC, 'quotes'],
  ['Bearer', `Bearer ${RTC}`, RTC, 'prefix'],
  ['Bearer, form-encoded', `Bearer+${RTC}`, RTC, 'prefix'],
  ['a header line, form-encoded', `Authorization:+Bearer+${RTC}`, RTC, 'prefix'],
  ['BEARER', `BEARER ${RTC}`, RTC, 'prefix'],
  ['agora token=', `agora token=${RTC}`, RTC, 'prefix'],
  ['Agora Token =', `Agora Token = ${RTC}`, RTC, 'prefix'],
  ['a header line', `Authorization: Bearer ${RTC}`, RTC, 'prefix'],
  ['a header line of STT', `authorization: agora token=${RTC}`, RTC, 'prefix'],
  ['a header line of Signaling', `x-agora-token: ${RTC}`, RTC, 'prefix'],
  ['percent-encoding', encodeURIComponent(PLUS_007), PLUS_007, 'percent-encoding'],
  ['percent-encoding in lower case', PLUS_007.replaceAll('+', '%2b'), PLUS_007, 'percent-encoding'],
  ['+ turned to space', spaced(PLUS_007), PLUS_007, 'plus'],
  ['+ at the end turned to space', `${PLUS_AT_END.slice(0, -1)} `, PLUS_AT_END, 'plus'],
  ['+ at the end turned to space and cut off', PLUS_AT_END.slice(0, -1), PLUS_AT_END, 'plus'],
  ['base64url', urlSafe(PLUS_007), PLUS_007, 'base64'],
  ['no padding', unpadded(RTC), RTC, 'base64'],
  ['half of the padding', RTC.slice(0, -1), RTC, 'base64'],
  ['too much padding', `${RTC}==`, RTC, 'base64'],
  ['stray bits in the last character', RTC.replace('w==', 'x=='), RTC, 'base64'],
  ['006: + turned to space', spaced(AT_006), AT_006, 'plus'],
  ['006: percent-encoding', encodeURIComponent(AT_006), AT_006, 'percent-encoding'],
  ['006: base64url', urlSafe(AT_006), AT_006, 'base64'],
  ['006: lines', wrapped(AT_006), AT_006, 'whitespace'],
  ['005: no padding', unpadded(official('005-02')), official('005-02'), 'base64'],
  ['005: lines', wrapped(AT_005), AT_005, 'whitespace'],
  ['004: quotes', `'${KEY_004}'`, KEY_004, 'quotes'],
  ['003: lines', wrapped(KEY_003), KEY_003, 'whitespace'],
  ['Dynamic Key 2: a line feed', `${KEY_2}\n`, KEY_2, 'whitespace'],
  ['signaling: percent-encoding', encodeURIComponent(SIGNALING), SIGNALING, 'percent-encoding'],
  ['whiteboard: quotes', `"${TASK}"`, TASK, 'quotes'],
  ['whiteboard: lines', wrapped(TASK), TASK, 'whitespace'],
  ['whiteboard: padding', `${GO_TASK}==`, GO_TASK, 'base64'],
  ['whiteboard: one = is padding too', `${TASK}=`, TASK, 'base64'],
];

const SEVERAL_REPAIRS: readonly Case[] = [
  ['Bearer in quotes', `"Bearer ${RTC}"\n`, RTC, 'prefix quotes whitespace'],
  ['quotes behind agora token=', `agora token="${RTC}"`, RTC, 'prefix quotes'],
  ['quotes and base64url', `'${urlSafe(PLUS_007)}'`, PLUS_007, 'base64 quotes'],
  ['base64url without padding', unpadded(urlSafe(PLUS_007)), PLUS_007, 'base64'],
  ['spaces and a line feed', `${spaced(PLUS_007)}\n`, PLUS_007, 'plus whitespace'],
  ['spaces, no padding', unpadded(spaced(PLUS_007)), PLUS_007, 'base64 plus'],
  ['spaces and lines', wrapped(spaced(PLUS_007)), PLUS_007, 'plus whitespace'],
  [
    'percent-encoding, once spaces',
    encodeURIComponent(spaced(PLUS_007)),
    PLUS_007,
    'percent-encoding plus',
  ],
  [
    'percent-encoded quotes',
    encodeURIComponent(`"${PLUS_007}"`),
    PLUS_007,
    'percent-encoding quotes',
  ],
  [
    'a form-encoded header',
    `agora+token%3D${encodeURIComponent(PLUS_007)}`,
    PLUS_007,
    'percent-encoding prefix',
  ],
  [
    'a form-encoded header line',
    `Authorization%3A+Bearer+${encodeURIComponent(PLUS_007)}`,
    PLUS_007,
    'percent-encoding prefix',
  ],
  [
    'everything at once',
    ` Authorization: Bearer "${unpadded(spaced(PLUS_007))}"\r\n`,
    PLUS_007,
    'base64 plus prefix quotes whitespace',
  ],
  ['spaces, one at the end', spaced(PLUS_AT_END), PLUS_AT_END, 'plus'],
  ['a space at the end in quotes', `"${spaced(PLUS_AT_END)}"`, PLUS_AT_END, 'plus quotes'],
  [
    'a space and a line feed at the end',
    `${spaced(PLUS_AT_END)}\n`,
    PLUS_AT_END,
    'plus whitespace',
  ],
  ['spaces around, one for a +', ` ${spaced(PLUS_AT_END)}`, PLUS_AT_END, 'plus whitespace'],
  ['spaces before line breaks', PLUS_007.replaceAll('+', ' \n'), PLUS_007, 'plus whitespace'],
  ['spaces behind line breaks', PLUS_007.replaceAll('+', '\r\n '), PLUS_007, 'plus whitespace'],
  [
    'two spaces at a line break',
    TWO_PLUSES.replace('++', ' \n ').replaceAll('+', ' '),
    TWO_PLUSES,
    'plus whitespace',
  ],
  [
    'two spaces, and lines with indentation',
    wrapped(spaced(TWO_PLUSES), '\r\n    '),
    TWO_PLUSES,
    'plus whitespace',
  ],
  ['006: spaces in quotes', `"${spaced(AT_006)}"`, AT_006, 'plus quotes'],
];

const LEFT_OVER: readonly Case[] = [
  [
    'signed bytes, and a + at the end',
    MORE_SIGNED.slice(0, -1),
    MORE_SIGNED,
    'plus trailing-bytes',
  ],
  ['stars behind', `${RTC}****`, RTC, 'trailing-bytes'],
  ['half an escape behind', `${RTC}%2`, RTC, 'trailing-bytes'],
  ['a full stop behind', `${RTC}.`, RTC, 'trailing-bytes'],
  ['twice', RTC + RTC, RTC, 'trailing-bytes'],
  ['twice without padding', AT_006 + AT_006, AT_006, 'trailing-bytes'],
  ['twice on two lines', `${RTC}\n${RTC}`, RTC, 'trailing-bytes whitespace'],
  ['another behind', RTC + PLUS_007, RTC, 'trailing-bytes'],
  ['006: stars behind', `${AT_006}***`, AT_006, 'trailing-bytes'],
  ['003: stars behind', `${KEY_003}***`, KEY_003, 'trailing-bytes'],
  ['whiteboard: stars behind', `${TASK}***`, TASK, 'trailing-bytes'],
  ['whiteboard: a full stop behind padding', `${TASK}=.`, TASK, 'base64 trailing-bytes'],
  ['signaling: a word behind', `${SIGNALING}end`, SIGNALING, 'trailing-bytes'],
];

/** A 006 token with bytes behind its end, which nothing proves. */
const LONG_006 =
  '00682e2ECEa7c91a5aC97a3BDCD27707c28IAA6LWRPXviqx4PZtCbPcsr/rDtrAFqlJBYkH4WSUBK4unkdDWKcIOYRGQBwTAEAsXrJOQIAAwA9FX22AQDHTgEAJLxR';

const AROUND_BYTES_LEFT_OVER: readonly Case[] = [
  ['quotes', `"${LONG_006}"`, LONG_006, 'quotes trailing-bytes'],
  ['a prefix', `Bearer ${LONG_006}`, LONG_006, 'prefix trailing-bytes'],
  ['a line feed', `${LONG_006}\n`, LONG_006, 'trailing-bytes whitespace'],
  ['percent-encoding', encodeURIComponent(LONG_006), LONG_006, 'percent-encoding trailing-bytes'],
  ['005: quotes', `"${AT_005}AAAA"`, `${AT_005}AAAA`, 'quotes trailing-bytes'],
];

describe.each([
  ['one repair', ONE_REPAIR],
  ['several repairs', SEVERAL_REPAIRS],
  ['left over', LEFT_OVER],
  ['around bytes left over', AROUND_BYTES_LEFT_OVER],
] as const)('%s', (_group, cases) => {
  test.each(cases)('%s', (_what, given, clean, codes) => {
    expect(given).not.toBe(clean);
    expect(repaired(given)).toEqual({ clean, codes: codes.split(' ') });
  });
});

test('a clean token is left alone', () => {
  for (const token of [RTC, PLUS_007, AT_006, AT_005, KEY_003, KEY_004, KEY_2, SIGNALING, TASK]) {
    expect(repaired(token)).toEqual({ clean: token, codes: [] });
  }
});

test('every repair says what was wrong and what to do', () => {
  for (const [, given] of [...ONE_REPAIR, ...SEVERAL_REPAIRS, ...LEFT_OVER]) {
    for (const { severity, message, fix } of decodeText(given, nodeRuntime).findings) {
      expect({ severity, message, fix }).toEqual({
        severity: 'warning',
        message: expect.stringMatching(/\w/),
        fix: expect.stringMatching(/\w/),
      });
    }
  }
});

describe('no repair without proof', () => {
  const refused: readonly (readonly [what: string, given: string, reason: string])[] = [
    ['percent-encoded twice', twice(PLUS_007), 'not-a-token'],
    ['a changed character in quotes', `"${RTC.replace('Y', 'Z')}"`, 'bad-'],
    ['spaces where no + was', RTC.replace('Z', ' '), 'bad-'],
    ['upper case', RTC.toUpperCase(), 'bad-'],
    ['006: a line break, and bytes left over', wrapped(LONG_006), 'bad-base64'],
    ['006: a lost character', AT_006.replace('A', ''), ''],
    ['006: an added character', added(AT_006), 'bad-base64'],
    ['006: an added character in quotes', `"${added(AT_006)}"`, 'bad-base64'],
    ['006: an added last character', `${AT_006}A`, 'bad-base64'],
    ['005: an added last character', `${AT_005}A`, 'bad-base64'],
    ['whiteboard: a star inside', inserted(TASK, '*'), 'bad-base64'],
    ['whiteboard: = inside', inserted(TASK, '='), 'bad-base64'],
    ['whiteboard: a letter of no alphabet inside', inserted(TASK, 'é'), 'bad-base64'],
    ['whiteboard: a sentence behind', `${TASK}, for the room`, 'bad-base64'],
    ['003: a letter for a digit', KEY_003.replace(/1$/, 'x'), 'not-a-token'],
  ];
  test.each(refused)('%s', (_what, given, reason) => {
    expect(() => repaired(given)).toThrow(
      expect.objectContaining({ reason: expect.stringMatching(new RegExp(`^${reason}`)) }),
    );
  });

  /** The token with the codes of its findings, unless it is truncated. */
  function whatIsLeft(text: string) {
    try {
      const { token, findings } = decodeText(text, nodeRuntime);
      return { token, codes: findings.map(({ code }) => code) };
    } catch (error) {
      if ((error as TokenError).reason === 'truncated') return undefined;
      throw error;
    }
  }

  test('a 007 token cut at its end is never read as another whole one', () => {
    const ends = ['', ' ', '  ', '\n', '"'];
    const tokens = vectors('access-token-2').map(({ token }) => token);
    // The first two end in what a cut may hide; of the others each takes its turn.
    const endsOf = (index: number) => (index < 2 ? ends : [ends[index % ends.length]]);
    for (const [index, token] of [PLUS_AT_END, TWO_PLUSES, ...tokens].entries()) {
      const whole = decodeText(token, nodeRuntime).token;
      for (let lost = 1; lost <= 12; lost++) {
        for (const end of endsOf(index)) {
          const read = whatIsLeft(token.slice(0, -lost) + end);
          if (!read) continue;
          expect(read.token).toEqual(whole);
          expect(read.codes).not.toContain('trailing-bytes');
        }
      }
    }
  });
});
