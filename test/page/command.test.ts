import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine, inspectLine, shellWord } from '../../src/page/command.js';
import { questionOf } from '../../src/page/expect.js';
import { rtc } from '../core/inspect/tokens.js';
import { anyText } from '../helpers/any-text.js';
import { CERTIFICATE } from '../helpers/demo.js';

test.each<[Parameters<typeof commandLine>[1], string]>([
  [{}, 'agora-token inspect -'],
  [{ channel: 'demo', userId: 'a b' }, "agora-token inspect - --channel demo --user-id 'a b'"],
  [{ uid: '-5' }, 'agora-token inspect - --uid=-5'],
  [{ neverExpires: true, publish: false }, 'agora-token inspect - --never-expires'],
  [{ with: ['rtm', 'chat=x'] }, 'agora-token inspect - --with rtm --with chat=x'],
  [{ channel: '' }, "agora-token inspect - --channel ''"],
  [{ channel: "\u202e'\\\n" }, String.raw`agora-token inspect - --channel $'\342\200\256\'\\\012'`],
])('%j', (options, line) => {
  expect(commandLine(['inspect', '-'], options)).toBe(line);
});

test.each([
  ['110', '--error 110'],
  [' -10005 ', '--error=-10005'],
  ['none such', ''],
  ['ERR_INVALID_TOKEN (110)', "--error 'ERR_INVALID_TOKEN (110)'"],
  [`join ${rtc()} failed: 110`, "--error 'join 007e… (153 characters)== failed: 110'"],
  [`error 110, ${CERTIFICATE}`, "--error 'error 110, 5CFd… (32 hexadecimal characters)'"],
])('the error %s', (error, option) => {
  const form = { channel: '', user: '', appId: '', service: '', role: '', error };
  expect(inspectLine(questionOf(form, undefined))).toBe(`agora-token inspect - ${option}`.trim());
});

const SHELL = ['/bin/bash', '/usr/bin/bash', '/bin/zsh'].find((path) => existsSync(path));

test.skipIf(SHELL === undefined)('a shell reads a word as it was', () => {
  const text = fc.oneof(fc.string(), anyText()).filter((each) => !each.includes('\0'));
  // One process for all of them: starting one takes longest.
  const texts = fc.sample(text, 300);
  const input = `printf '%s\\0' ${texts.map(shellWord).join(' ')}\n`;
  const printed = execFileSync(SHELL as string, { input, encoding: 'utf8' });
  expect(printed.split('\0').slice(0, -1)).toEqual(texts);
});
