import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { folder } from '../helpers/folder.js';
import { PROJECT_ENV, runBin } from '../helpers/spawn.js';
import { leaves, tree } from '../helpers/tree.js';

/** The program never opens a connection: everything that could is refused, and says so. */
const GUARD = fileURLToPath(new URL('../helpers/no-network.cjs', import.meta.url));

const NOW = '1700000000';
const cwd = folder();
const batch = join(cwd, 'rows.ndjson');
writeFileSync(batch, '{"channel":"a","uid":1}\n{"channel":"b","uid":2}\n');

const APP = ['--app-id', PROJECT_ENV.AGORA_APP_ID, '--certificate-env', 'AGORA_APP_CERTIFICATE'];
const GENERATE = ['generate', 'rtc', '-c', 'demo', '-u', '42', '--issued-at', NOW, '--salt', '1'];
const token = runBin(GENERATE, { env: PROJECT_ENV }).then(({ stdout }) => stdout.trim());

const COMMANDS: readonly (readonly string[])[] = [
  ['--version'],
  ['--help'],
  ['help', 'exit-codes'],
  GENERATE,
  [...GENERATE, '--token-version', '006'],
  ['generate', 'whiteboard', 'sdk', '--profile', 'demo', '--now', NOW],
  ['generate', 'rtc', '--batch', batch, '--issued-at', NOW, '--salt', '1'],
  ['decode', 'TOKEN'],
  ['inspect', 'TOKEN', '--now', NOW],
  ['inspect', 'TOKEN', '--now', NOW, '--json'],
  ['renew', 'TOKEN', '--now', NOW, '--salt', '1'],
  // To listen is what it is for; up to then it uses no network.
  ['serve', '--tls-cert', join(cwd, 'none'), '--tls-key', join(cwd, 'none')],
  ['explain', '110'],
  ['diff', 'TOKEN', 'TOKEN'],
  ['redact', batch],
  ['profile', 'list'],
  ['profile', 'show'],
  ['profile', 'path'],
  ['profile', 'add', 'other', '--no-input'],
  ['profile', 'use', 'nowhere'],
  ['profile', 'remove', 'nowhere'],
  ['profile', 'edit', '--no-input'],
  ['doctor', '--now', NOW],
  ['page', '--print-path'],
  ['completion', 'bash'],
  ['__complete', '--', ':dec'],
  ['init', '--no-input'],
  ['init', '--config', join(cwd, 'made.yaml'), '--force', ...APP],
];

describe('no network', () => {
  test.each(COMMANDS.map((args) => [args.join(' '), args] as const))('%s', async (_name, args) => {
    const given = await Promise.all(args.map((arg) => (arg === 'TOKEN' ? token : arg)));
    const options = { env: PROJECT_ENV, cwd, nodeOptions: ['-r', GUARD] };
    const { code, stdout, stderr } = await runBin(given, options);
    expect(stderr).not.toContain('NETWORK');
    expect(stdout + stderr).not.toBe('');
    expect(code).toBeGreaterThanOrEqual(0);
    expect(code).not.toBe(1);
  });

  test('every command is run, and every signer', async () => {
    const names = COMMANDS.map((args) => args.join(' '));
    const paths = leaves(await tree()).filter(([name]) => name !== 'generate');
    for (const path of paths) {
      expect(names).toContainEqual(expect.stringMatching(`^${path.join(' ')}\\b`));
    }
  });

  test('the guard refuses what it is there to refuse', async () => {
    const preload = join(cwd, 'fetch.cjs');
    writeFileSync(
      preload,
      "try { require('node:net').connect(9) } catch { fetch('http://127.0.0.1') }",
    );
    const { code, stderr } = await runBin(['--version'], {
      nodeOptions: ['-r', GUARD, '-r', preload],
    });
    expect(code).not.toBe(0);
    expect(stderr).toContain('NETWORK: net.Socket.connect\nNETWORK: fetch\n');
  });
});
