import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openerOf } from '../../../src/cli/world/browser.js';
import { folder } from '../../helpers/folder.js';
import { run } from '../../helpers/run.js';

/** What the page is built from. */
const PAGE = `${readFileSync(new URL('../../../src/page/page.html', import.meta.url), 'utf8')}é`;
const cwd = folder({ 'page.html': PAGE, 'notes.html': 'precious', empty: '' });
const path = join(cwd, 'page.html');

/** Runs `page` with the page in a folder, and notes what is opened. */
async function page(...argv: string[]) {
  const opened: string[] = [];
  const openInBrowser = async (file: string) => {
    opened.push(file);
  };
  const context = { pagePath: () => path, openInBrowser };
  const result = await run(['page', ...argv], { cwd, context });
  return { ...result, opened };
}

describe('page', () => {
  test('opens it, and prints where it is', async () => {
    expect(await page()).toEqual({ code: 0, stdout: `${path}\n`, stderr: '', opened: [path] });
  });

  test('--json', async () => {
    const { stdout } = await page('--json');
    expect(JSON.parse(stdout)).toEqual({ schemaVersion: 1, ok: true, path, opened: true });
  });

  test('--print-path opens nothing', async () => {
    expect(await page('--print-path')).toMatchObject({ code: 0, stdout: `${path}\n`, opened: [] });
  });

  test('where no browser can be opened, it says so', async () => {
    const context = { pagePath: () => path };
    const { code, stdout, stderr } = await run(['page'], { context });
    expect([code, stdout]).toEqual([0, `${path}\n`]);
    expect(stderr).toContain('warning: no browser could be opened: no browser here');
  });

  test('--out writes it, for others to read, again and again', async () => {
    for (let times = 0; times < 2; times++) {
      const { code, stdout, stderr, opened } = await page('--out', 'out/copy.html');
      expect([code, stdout, stderr, opened]).toEqual([0, '', 'wrote out/copy.html\n', []]);
    }
    expect(readFileSync(join(cwd, 'out', 'copy.html'), 'utf8')).toBe(PAGE);
    if (process.platform !== 'win32') {
      expect(statSync(join(cwd, 'out', 'copy.html')).mode & 0o777).toBe(0o644);
    }
  });

  test('--out over an empty file', async () => {
    expect(await page('--out', 'empty')).toMatchObject({ code: 0 });
  });

  test('--out - prints it', async () => {
    expect(await page('--out', '-')).toMatchObject({ code: 0, stdout: PAGE });
  });

  test.each<[string, string[], number, string]>([
    ['a folder', ['--out', '.'], 3, 'is a directory'],
    ['a folder that is a file', ['--out', 'page.html/x.html'], 3, 'cannot be written'],
    ['a file of somebody else', ['--out', 'notes.html'], 3, 'notes.html is there'],
    ['both options', ['--out', 'x', '--print-path'], 2, '--out and --print-path'],
    ['an argument', ['token'], 2, 'token'],
  ])('refuses %s', async (_name, argv, code, message) => {
    const result = await page(...argv);
    expect(result).toMatchObject({ code, stdout: '', opened: [] });
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain('--config');
  });

  test('follows no link when it writes', async () => {
    writeFileSync(join(cwd, 'precious'), `${PAGE}x`);
    symlinkSync(join(cwd, 'precious'), join(cwd, 'link.html'));
    const { code, stderr } = await page('--out', 'link.html');
    expect([code, stderr]).toEqual([3, expect.stringContaining('name its target with --out')]);
    expect(readFileSync(join(cwd, 'precious'), 'utf8')).toBe(`${PAGE}x`);
  });

  test('an installation without the page says what to do', async () => {
    const context = { pagePath: () => join(cwd, 'gone.html') };
    const { code, stderr } = await run(['page', '--out', 'x.html'], { cwd, context });
    expect(code).toBe(3);
    expect(stderr).toContain('it does not exist');
    expect(stderr).toContain('npm run build');
  });
});

test.each<[NodeJS.Platform, Record<string, string>, string[]]>([
  ['linux', {}, ['xdg-open', '/p']],
  ['linux', { BROWSER: 'firefox:chromium' }, ['firefox', '/p']],
  ['linux', { WSL_DISTRO_NAME: 'Debian' }, ['wslview', '/p']],
  ['darwin', { BROWSER: '' }, ['open', '/p']],
  ['win32', {}, ['rundll32', 'url.dll,FileProtocolHandler', '/p']],
])('on %s with %j a file is opened by %j', (platform, env, opener) => {
  expect(openerOf('/p', platform, env)).toEqual(opener);
});
