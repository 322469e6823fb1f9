import { expect, test } from 'vitest';
import { run } from '../../helpers/run.js';
import { rtc } from '../inspect/tokens.js';

/** C1 controls (U+009B begins a control sequence in xterm), DEL, and marks that reorder text. */
const HOSTILE = 'a\u009b2J\u007f\u202e\u2066\u2028\u200f\u200b\u00ad\ufeff\u{e0041}\u2800ü';
const ESCAPED =
  'a\\u009b2J\\u007f\\u202e\\u2066\\u2028\\u200f\\u200b\\u00ad\\ufeff\\udb40\\udc41\\u2800ü';
const TOKEN = rtc({ uid: HOSTILE });

test.each([
  [['decode', '--json', TOKEN]],
  [['decode', '--ndjson', TOKEN]],
  [['inspect', '--json', TOKEN]],
  [['inspect', '--ndjson', TOKEN]],
  [['diff', '--json', TOKEN, rtc()]],
  [['renew', '--json', '-p', 'demo', TOKEN]],
])('%j writes no character that a terminal could act on', async (argv) => {
  const { stdout } = await run(argv);
  expect(stdout).toContain(ESCAPED);
  expect(stdout).not.toContain(HOSTILE);
  expect(JSON.stringify(JSON.parse(stdout))).toContain(HOSTILE);
});

test('nor does a batch', async () => {
  const argv = ['generate', 'whiteboard', 'room', '-p', 'demo', '--batch', '-'];
  const { stdout } = await run(argv, { stdin: '{"uuid":"a\u202eb"}' });
  expect(stdout).toContain('"uuid":"a\\u202eb"');
});
