import { edgeCase, official, vectors } from './vectors.js';

/** A token of every format, in forms that matter: with + and /, with and without padding. */
export const EVERY_TOKEN: readonly (readonly [format: string, token: string])[] = [
  ['007', edgeCase('base rtc')],
  ['007 with + and /', official('007-04')],
  ['006', official('006-03')],
  ['005', official('005-04')],
  ['004', official('004-02')],
  ['003', official('003-01')],
  ['Dynamic Key 2', official('dynamickey2-01')],
  ['signaling', official('signaling-01')],
  ['whiteboard task', vectors('whiteboard')[0]?.token as string],
  [
    'whiteboard SDK',
    vectors('whiteboard').find(({ token }) => token.startsWith('NETLESSSDK_'))?.token as string,
  ],
];

interface Shape {
  readonly what: string;
  readonly of: (token: string) => string;
  /** The name that the token has in it. */
  readonly key?: string;
  /** Whether characters of a token may be written otherwise in it. */
  readonly escapes?: true;
}

const escaped = (token: string, by: (character: string) => string) =>
  token.replace(/[^A-Za-z0-9]/g, by);
const hex = (character: string) => character.charCodeAt(0).toString(16).toUpperCase();
const inLines = (token: string, width: number, between: string) =>
  token.replace(new RegExp(`.{${width}}(?=.)`, 'g'), `$&${between}`);
const ESC = '\u001b';

/** What people paste. */
export const SHAPES: readonly Shape[] = [
  { what: 'dotenv', of: (t) => `AGORA_TOKEN=${t}`, key: 'AGORA_TOKEN' },
  { what: 'dotenv in quotes', of: (t) => `# dev\nVITE_X = "${t}"\nB=1`, key: 'VITE_X' },
  { what: 'export', of: (t) => `export RTC_TOKEN='${t}'`, key: 'RTC_TOKEN' },
  { what: 'label', of: (t) => `token: ${t}`, key: 'token' },
  { what: 'label, full-width colon', of: (t) => `token：${t}`, key: 'token' },
  { what: 'label of two words', of: (t) => `Rtm Token: ${t}`, key: 'Rtm Token' },
  { what: 'a sentence', of: (t) => `use this one ${t}, it works` },
  { what: 'a sentence that ends', of: (t) => `My token is ${t}.` },
  { what: 'const', of: (t) => `const token = "${t}";`, key: 'token' },
  { what: 'a label before the name', of: (t) => `log: token=${t}`, key: 'token' },
  { what: 'a long label before it', of: (t) => `client: tokenStr = ${t}`, key: 'tokenStr' },
  { what: 'typed', of: (t) => `let rtcToken: String = "${t}"`, key: 'rtcToken' },
  { what: 'Swift optional', of: (t) => `Optional("${t}")` },
  { what: 'Swift label', of: (t) => `token: Optional("${t}")`, key: 'token' },
  { what: 'Python bytes', of: (t) => `b'${t}'` },
  { what: 'Python dict', of: (t) => `{'uid': 1, 'token': b'${t}'}`, key: 'token' },
  { what: 'dart-define', of: (t) => `flutter run --dart-define=TOKEN=${t}`, key: 'TOKEN' },
  { what: 'flag', of: (t) => `app --token ${t} --uid 5`, key: 'token' },
  { what: 'PowerShell', of: (t) => `$env:AGORA_TOKEN = '${t}'`, key: 'AGORA_TOKEN' },
  { what: 'list item', of: (t) => `tokens:\n - ${t}\n - x` },
  { what: 'quoted line', of: (t) => `> ${t}\n> thanks` },
  { what: 'bold', of: (t) => `**${t}**` },
  { what: 'italic', of: (t) => `_${t}_` },
  { what: 'bold label', of: (t) => `**Token**: \`${t}\``, key: 'Token' },
  { what: 'code', of: (t) => `it is \`${t}\` here` },
  { what: 'fence', of: (t) => `\`\`\`\n${t}\n\`\`\`` },
  { what: 'angle brackets', of: (t) => `<${t}>` },
  { what: 'parentheses', of: (t) => `(${t})` },
  { what: 'brackets', of: (t) => `[${t}]` },
  { what: 'corner brackets', of: (t) => `「${t}」` },
  { what: 'low quotes', of: (t) => `„${t}“` },
  { what: 'CSV', of: (t) => `uid,token\n42,"${t}",x\n` },
  { what: 'XML', of: (t) => `<r><token>${t}</token></r>`, key: 'token' },
  {
    what: 'Flutter log',
    of: (t) => `I/flutter (11770): {"AppId":"a","ChannelId":"b","Token":"${t}"}`,
    key: 'Token',
  },
  { what: 'Android log', of: (t) => `11-29 12:00:07.123 E/Agora(1): token=${t}`, key: 'token' },
  { what: 'spdlog', of: (t) => `[2026-11-29 12:00:07.006] [info] joined with token ${t} ok` },
  { what: 'colours', of: (t) => `${ESC}[32mtoken${ESC}[0m=${ESC}[1m${t}${ESC}[0m`, key: 'token' },
  {
    what: 'curl',
    of: (t) => `curl -H 'Authorization: agora token=${t}' -d '{"a":1}' https://x.test`,
    key: 'Authorization',
  },
  { what: 'header', of: (t) => `authorization: Bearer ${t}\r\nHost: x`, key: 'authorization' },
  { what: 'JSON', of: (t) => `{"code":0,"rtcToken":"${t}","uid":42}`, key: 'rtcToken' },
  {
    what: 'JSON, deep',
    of: (t) => JSON.stringify({ a: { b: [{ token: t }] } }, null, 2),
    key: 'token',
  },
  {
    what: 'JSON in JSON',
    of: (t) => JSON.stringify({ body: JSON.stringify({ token: t }) }),
    key: 'token',
  },
  {
    what: 'JSON in JSON in JSON',
    of: (t) => JSON.stringify(JSON.stringify(JSON.stringify({ key: t }))),
    key: 'key',
  },
  { what: 'PHP JSON', of: (t) => `{"token":"${t.replaceAll('/', '\\/')}"}`, key: 'token' },
  {
    what: 'unicode escapes',
    of: (t) => `{"token":"${escaped(t, (c) => `\\u00${hex(c)}`)}"}`,
    key: 'token',
    escapes: true,
  },
  {
    what: 'unicode escapes in JSON in JSON',
    of: (t) => JSON.stringify(`{"token":"${escaped(t, (c) => `\\u00${hex(c).toLowerCase()}`)}"}`),
    key: 'token',
    escapes: true,
  },
  {
    what: 'unicode escapes in braces',
    of: (t) => `let token = "${escaped(t, (c) => `\\u{${hex(c)}}`)}"`,
    key: 'token',
    escapes: true,
  },
  {
    what: 'octal escapes of C',
    of: (t) =>
      `"token=${escaped(t, (c) => (c === '_' ? c : `\\0${c.charCodeAt(0).toString(8)}`))}"`,
    key: 'token',
    escapes: true,
  },
  {
    what: 'a properties file',
    of: (t) => `agora.token=${escaped(t, (c) => (':='.includes(c) ? `\\${c}` : c))}`,
    key: 'agora.token',
    escapes: true,
  },
  {
    what: 'URL',
    of: (t) => `https://x.test/?channel=a&token=${encodeURIComponent(t)}&uid=5`,
    key: 'token',
  },
  {
    what: 'URL, encoded twice',
    of: (t) => `open?u=https%3A%2F%2Fx%3Ftoken%3D${encodeURIComponent(encodeURIComponent(t))}%26b`,
    key: 'token',
  },
  {
    what: 'every mark percent-encoded',
    of: (t) => `token=${escaped(t, (c) => `%${hex(c)}`)}`,
    key: 'token',
    escapes: true,
  },
  {
    what: 'HTML, hex',
    of: (t) => `<td>${escaped(t, (c) => `&#x${hex(c)};`)}</td>`,
    key: 'td',
    escapes: true,
  },
  {
    what: 'HTML, decimal',
    of: (t) => `<a href="?token=${escaped(t, (c) => `&#${c.charCodeAt(0)};`)}&amp;uid=1">`,
    key: 'token',
    escapes: true,
  },
  {
    what: 'HTML, escaped twice',
    of: (t) => escaped(`?t=${t}`, (c) => (c === '?' ? c : `&amp;#${c.charCodeAt(0)};`)),
    key: 't',
    escapes: true,
  },
  {
    what: 'quoted-printable',
    of: (t) => `Token:=20${inLines(t.replaceAll('=', '=3D'), 61, '=\r\n')}\r\nBye`,
    escapes: true,
  },
  {
    what: 'full-width',
    of: (t) =>
      `token: ${escaped(t, (c) => ('+/='.includes(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c))}`,
    key: 'token',
  },
  {
    what: 'zero-width',
    of: (t) => `token: ${inLines(t, 50, '\u200b')}`,
    key: 'token',
    escapes: true,
  },
  { what: 'bidi marks', of: (t) => `token: \u2066${t}\u2069`, key: 'token' },
  { what: 'byte order mark', of: (t) => `\ufefftoken=${t}`, key: 'token' },
  {
    what: 'joined in code',
    of: (t) => `const token = "${inLines(t, 50, '" +\n  "')}";`,
    key: 'token',
    escapes: true,
  },
  { what: 'joined in C', of: (t) => `char *t = "${inLines(t, 50, '"\n  "')}";`, escapes: true },
  { what: 'joined in PHP', of: (t) => `$t = '${inLines(t, 50, "' .\n  '")}';`, escapes: true },
  { what: 'a terminal of 80', of: (t) => inLines(`the token ${t}`, 80, '\n'), escapes: true },
  { what: 'a PDF', of: (t) => `Token\n${inLines(t, 64, '\r\n')}\nPage 1`, escapes: true },
  { what: 'mail', of: (t) => `> ${inLines(t, 70, '\n> ')}\n> thanks`, escapes: true },
  {
    what: 'a shell',
    of: (t) => `TOKEN=${inLines(t, 60, '\\\n')}\necho`,
    key: 'TOKEN',
    escapes: true,
  },
  {
    what: 'lines in JSON',
    of: (t) => JSON.stringify({ t: inLines(t, 64, '\n') }),
    key: 't',
    escapes: true,
  },
  {
    what: 'grep --color',
    of: (t) => `a:${ESC}[01;31m${ESC}[K${t.slice(0, 3)}${ESC}[m${ESC}[K${t.slice(3)}`,
  },
];
