import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder } from '../helpers/folder.js';
import { programFolder } from '../helpers/program.js';
import { bareEnv } from '../helpers/spawn.js';

const APP_ID = 'a'.repeat(32);
const SECRET = 'c0ffee11c0ffee11c0ffee11c0ffee11';
const ARGV = ['generate', 'rtc', '-c', 'demo', '-u', '1', '--app-certificate-file'];

const bin = programFolder();
const env = bareEnv({ PATH: `${bin}${delimiter}${process.env.PATH}`, AGORA_APP_ID: APP_ID });

describe.skipIf(process.platform === 'win32')('--app-certificate-file in a shell', () => {
  const sh = (script: string) => {
    const cwd = folder({ 'certificate.txt': `${SECRET}\n` });
    return execFileSync('bash', ['--norc', '-c', script], {
      cwd,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
      timeout: 20_000,
    });
  };

  test.each([
    ['a pipe', `cat certificate.txt | agora-token ${ARGV.join(' ')} -`],
    ['a redirection', `agora-token ${ARGV.join(' ')} - < certificate.txt`],
    ['a process substitution', `agora-token ${ARGV.join(' ')} <(cat certificate.txt)`],
  ])('%s', (_name, command) => {
    const verdict = sh(
      `token=$(${command}) && agora-token inspect --json "$token" --app-certificate-file certificate.txt`,
    );
    expect(JSON.parse(verdict).signature.status).toBe('valid');
  });

  test('a FIFO without a writer does not hang', () => {
    const script = `mkfifo it; agora-token ${ARGV.join(' ')} it 2>&1 || echo "exit $?"`;
    expect(sh(script)).toMatch(/is a FIFO, not a file[\s\S]*exit 3/);
  });
});

test.runIf(process.platform === 'linux')(
  'the certificate is not among the arguments of the process',
  async () => {
    const child = spawn(join(bin, 'agora-token'), [...ARGV, '-'], { env, cwd: folder() });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stdin.write(SECRET);
    const shown = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8');
    expect(shown).toContain('--app-certificate-file');
    expect(shown).not.toContain(SECRET);
    child.stdin.end();
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    expect(Buffer.concat(output).toString()).toMatch(/^007\S+\n$/);
  },
);
