import { describe, expect, test } from 'vitest';
import { looksLikeSecret, pathLooksLikeSecret } from '../../../src/cli/config/hex32.js';

const C = 'c0ffee11c0ffee11c0ffee11c0ffee11';

describe('a text that names something may be a certificate', () => {
  test.each([C, ` ${C} `, C.toUpperCase(), `"${C}"`, `NAME=${C}`, `echo ${C}`, `dev-${C}`])(
    '%s',
    (text) => {
      expect(looksLikeSecret(text)).toBe(true);
      expect(pathLooksLikeSecret(text)).toBe(true);
    },
  );
  test.each([C.slice(1), `${C}00`, C + C])('%s may be a part of one', (text) => {
    expect(looksLikeSecret(text)).toBe(true);
  });
  test.each(['Sk7Qw2xZr9-LmN4pTvB8_yHd', 'p7Fq+3xN/8vKzR2mLd5WcTgY1sHb=', 'My Sk7Qw2xZr9LmN4pT'])(
    '%s may be a key',
    (text) => {
      expect(pathLooksLikeSecret(text)).toBe(true);
      expect(pathLooksLikeSecret(`./${text}`)).toBe(false);
      expect(pathLooksLikeSecret(`keys/${text}`)).toBe(false);
    },
  );
  test.each(['', 'dev', C.slice(1), `${C}00`, C + C])('%s may be the path of a file', (text) => {
    expect(pathLooksLikeSecret(text)).toBe(false);
  });
});

describe('a path may be one', () => {
  test.each([`${C}/`, `a/"${C}"`, `/b/NAME=${C}`, `/bin/echo ${C}`, `\\"${C}\\"`, `C:\\a\\"${C}"`])(
    '%s',
    (path) => expect(pathLooksLikeSecret(path)).toBe(true),
  );
  test.each([
    `./${C}`,
    `/${C}`,
    `~/a/${C}`,
    `a/${C}/certificate`,
    `C:\\a\\${C}\\certificate.txt`,
    `.\\${C}`,
    `\\\\server\\${C}\\certificate`,
  ])('%s is none', (path) => expect(pathLooksLikeSecret(path)).toBe(false));
});
