import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/run.js';
import { APP_ID, CERTIFICATE } from '../../helpers/demo.js';
import { folder } from '../../helpers/folder.js';
import { contextOf, run } from '../../helpers/run.js';
import { edgeCase } from '../../helpers/vectors.js';

const RTC = edgeCase('base rtc');
const SHORT = '007eJx…[139 characters]';
const OWN = 'c0ffee00c0ffee00c0ffee00c0ffee00';
const project = () =>
  folder({
    '.agora-tokenrc.yaml': `profiles:\n  dev:\n    appId: ${APP_ID}\n    appCertificate: { env: CERT }\n  gone:\n    appId: ${APP_ID}\n    appCertificate: { env: NOT_SET }\n`,
    'app.log': `one ${RTC}\ntwo ${OWN}\n`,
  });

describe('redact', () => {
  test('a text in a pipe, with what was done on stderr', async () => {
    const { code, stdout, stderr } = await run(['redact'], {
      stdin: `a ${RTC}\nb ${RTC}\nAuthorization: Basic abcdefgh\n`,
    });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `a ${SHORT}\nb ${SHORT}\nAuthorization: Basic …[8 characters]\n`,
      stderr: 'redacted 2 tokens, 0 secrets and 1 header\n',
    });
    expect((await run(['redact', '-q', '-'], { stdin: 'x' })).stderr).toBe('');
  });

  test('a file, with the secrets of all profiles', async () => {
    const cwd = project();
    const env = { CERT: OWN };
    const { code, stdout, stderr } = await run(['redact', 'app.log'], { cwd, env });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `one ${SHORT}\ntwo [App Certificate of profile dev]\n`,
    });
    expect(stderr).toMatch(/App Certificate of profile gone is not looked for: .*NOT_SET/);
    expect(stderr).not.toContain(OWN);
  });

  test('a certificate of the environment', async () => {
    const env = { AGORA_APP_ID: APP_ID, AGORA_APP_CERTIFICATE: CERTIFICATE };
    const { stdout } = await run(['redact'], { stdin: `x=${CERTIFICATE}`, env });
    expect(stdout).toBe('x=[App Certificate of profile environment]');
  });

  test.each([
    ['not-there', /does not exist/],
    ['.', /is a directory/],
  ])('%s cannot be read: exit 2', async (name, message) => {
    const { code, stdout, stderr } = await run(['redact', name], { cwd: project() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  const bytes: readonly (readonly [what: string, bytes: Buffer, expected: Buffer])[] = [
    [
      'UTF-8 with a mark',
      Buffer.from(`\ufeffé ${RTC} 漢\r\n`),
      Buffer.from(`\ufeffé ${SHORT} 漢\r\n`),
    ],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from([0, 255, 200, 32]), Buffer.from(`${RTC} é`), Buffer.from([0xc3])]),
      Buffer.concat([
        Buffer.from([0, 255, 200, 32]),
        Buffer.from(`${SHORT} é`),
        Buffer.from([0xc3]),
      ]),
    ],
    [
      'UTF-16',
      Buffer.from(`\ufeffa ${RTC}\n\ud800`, 'utf16le'),
      Buffer.from(`\ufeffa ${SHORT}\n\ud800`, 'utf16le'),
    ],
    [
      'UTF-16 without its mark',
      Buffer.from(`token=${RTC}\nx`, 'utf16le'),
      Buffer.from(`token=${SHORT}\nx`, 'utf16le'),
    ],
    ['three bytes', Buffer.from('a\0b'), Buffer.from('a\0b')],
    [
      'UTF-16, big end first',
      Buffer.from(`\ufeffa ${RTC}\n`, 'utf16le').swap16(),
      Buffer.from(`\ufeffa ${SHORT}\n`, 'utf16le').swap16(),
    ],
  ];
  test.each(bytes)('every other byte stays: %s', async (_what, given, expected) => {
    for (const size of [1, 7, given.length]) {
      const stdin = (async function* () {
        for (let at = 0; at < given.length; at += size) yield given.subarray(at, at + size);
      })();
      const written: Uint8Array[] = [];
      const { ctx } = contextOf({ stdin });
      const stdout = {
        write(text: string | Uint8Array, done?: () => void) {
          written.push(Buffer.from(text as string));
          done?.();
          return true;
        },
      };
      expect(await main(['redact', '-q'], { ...ctx, stdout })).toBe(0);
      expect(Buffer.concat(written)).toEqual(expected);
    }
  });

  test('many windows, and nothing is lost', async () => {
    const cwd = folder();
    const line = `${'x'.repeat(200)} 007 1:2 é\n`;
    writeFileSync(join(cwd, 'long.log'), `${line.repeat(12_000)}t=${RTC}\n${line.repeat(9000)}`);
    const { stdout } = await run(['redact', 'long.log'], { cwd });
    expect(stdout === `${line.repeat(12_000)}t=${SHORT}\n${line.repeat(9000)}`).toBe(true);
  });
});
