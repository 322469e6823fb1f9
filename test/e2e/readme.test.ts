import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { folder } from '../helpers/folder.js';
import { BIN, bareEnv } from '../helpers/spawn.js';

/** What README tells people to paste. */
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const BLOCKS = [...README.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);

const FIRST_STEPS = BLOCKS.find((code) => code.startsWith('TOKEN=$(agora-token generate')) ?? '';

describe('README', () => {
  test('shows what a fresh clone needs near its top', () => {
    const top = README.split('\n').slice(0, 40);
    expect(top).toContain(
      'npm install && npx agora-token generate rtc --profile demo --channel demo --uid 42',
    );
    expect(top).toContain('npm install && npm test');
  });

  test('has no prompts and no trailing comments, which zsh would run', () => {
    expect(BLOCKS.length).toBeGreaterThan(4);
    for (const code of BLOCKS) expect(code).not.toMatch(/^\$ |\s# |^#/m);
  });

  test.skipIf(process.platform === 'win32')('its first steps can be pasted as they are', () => {
    expect(FIRST_STEPS.split('\n').length).toBeGreaterThan(8);
    const script = `agora-token() { "$NODE" "$BIN" "$@"; }
trap 'echo "failed with $?" >&2' ERR
${FIRST_STEPS}`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
      cwd: folder(),
      env: bareEnv({ NODE: process.execPath, BIN }),
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    // The one that asks why the token is refused.
    expect(stderr.match(/^failed with .*/gm)).toEqual(['failed with 7']);
    expect(stdout).toContain('refused: token is for channel');
    expect(stdout).toContain('"schemaVersion": 1');
    expect(stdout).not.toContain('time for a new one');
  });
});
