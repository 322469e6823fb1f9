import { describe, expect, test } from 'vitest';
import { KnownSecrets } from '../../src/cli/known-secrets.js';

const SECRET = 'correct-horse-battery';

describe('the environment', () => {
  test.each([
    ['DB_PASSWORD', SECRET, 'corr… (21 characters)'],
    ['AGORA_CERT', SECRET, 'corr… (21 characters)'],
    ['WHITEBOARD_SECRET_KEY', `/p7Fq3xN8vKzR/${SECRET}`, 'corr… (21 characters)'],
    ['DB_PASSWORD_HINT', SECRET, SECRET],
    ['PIP_CERT', `/etc/ssl/${SECRET}/ca-certificates.crt`, SECRET],
    ['SSL_CERTIFICATE', `C:\\ssl\\${SECRET}.crt`, SECRET],
    ['DB_PASSWORD', `https://vault.example.com/${SECRET}`, SECRET],
  ])('%s=%s', (name, value, shown) => {
    const text = `the app certificate ${SECRET} is public`;
    const expected = `the app certificate ${shown} is public`;
    expect(new KnownSecrets({ [name]: value }).mask(text)).toBe(expected);
  });
});

test('texts of an object are masked, and nothing else in it', () => {
  const secrets = new KnownSecrets({});
  secrets.add(SECRET);
  const object = { code: SECRET, message: SECRET, count: 1 };
  expect(secrets.maskTexts(object, 'message', 'count')).toEqual({
    code: SECRET,
    message: 'corr… (21 characters)',
    count: 1,
  });
});
