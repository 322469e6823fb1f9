import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** The man page as the build has made it. */
const PATH = fileURLToPath(new URL('../../dist/agora-token.1', import.meta.url));
const page = readFileSync(PATH, 'utf8');

const groff = (...args: readonly string[]) =>
  spawnSync('groff', ['-man', '-Tutf8', '-ww', ...args, PATH], { encoding: 'utf8' });

const GROFF = groff().status === 0;
if (!GROFF) console.warn('The man page is not rendered: groff is not installed.');

describe('the man page', () => {
  test('is ASCII, which every roff reads', () => {
    expect(page.match(/[^\0-\x7f]/g)).toBeNull();
  });

  test('heads its examples, and keeps prose out of them', () => {
    const blocks = [...page.matchAll(/(.*)\n\.PP\n\.EX\n([\s\S]*?)\n\.EE/g)];
    expect(blocks.length).toBeGreaterThan(20);
    expect(blocks.filter(([, heading]) => heading !== 'Examples:')).toEqual([]);
    for (const [, , examples = ''] of blocks) {
      for (const line of examples.split('\n')) expect(line).toMatch(/agora\\-token/);
    }
    expect(page).toMatch(/\.EE\n\.PP\nExit codes: 0 good, /);
  });

  test('has the topics of the help, with the columns of a batch', () => {
    for (const topic of ['CONFIG', 'BATCH', 'DURATIONS', 'FORMATS', 'RECORDING', 'ERRORS'])
      expect(page).toContain(`\n.SH ${topic}\n`);
    expect(page).toContain('account, channel, expiresAt, expiresIn');
  });

  test('lists what an option may be', () => {
    expect(page).toContain('(default: 007); one of 007, 006\n');
  });

  test.skipIf(!GROFF)('is rendered without a warning, with the characters of a shell', () => {
    const { stdout, stderr } = groff('-P-cbou');
    expect(stderr).toBe('');
    expect(stdout).toContain('App ID \u2026');
    expect(stdout).toContain('~/.config/fish');
    expect(stdout).not.toMatch(/[\u2018\u2019\u02dc\u02c6]/);
  });
});
