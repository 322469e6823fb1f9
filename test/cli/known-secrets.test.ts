import { describe, expect, test } from 'vitest';
import { KnownSecrets } from '../../src/cli/known-secrets.js';
import { run } from '../helpers/run.js';

const KEY = 'Sk7Qw2xZr9-LmN4pTvB8_yHd';
const WORDS = 'correct-horse-battery-staple';

describe('what the environment calls a secret, and what is not', () => {
  test.each([
    ['a key', { DB_SECRET: KEY }, `no such file: ${KEY}`],
    ['a part of it', { DB_SECRET: KEY }, `no such file: ${KEY.slice(0, 15)}`],
    ['its base64', { DB_SECRET: KEY }, `see ${Buffer.from(KEY).toString('base64')}`],
    ['its hex', { DB_SECRET: KEY }, `see ${Buffer.from(KEY).toString('hex')}`],
    ['a key that begins as a path', { DB_SECRET: `/${KEY}/x` }, `see /${KEY}/x`],
    ['words', { DB_PASSWORD: WORDS }, `there is no profile "${WORDS}"`],
    ['a part of words that are ours', { AGORA_APP_SECRET: WORDS }, 'no profile "horse-battery-st"'],
  ])('is masked: %s', (_what, env, text) => {
    expect(new KnownSecrets(env).mask(text)).toMatch(/… \(\d+ characters\)/);
  });

  test.each([
    ['a path', { PIP_CERT: '/etc/ssl/certs/ca-certificates.crt' }],
    ['a path at home', { X_CERT: '~/certificates/agora-token-server.pem' }],
    ['a path of Windows', { X_CERT: 'C:\\certificates\\agora-token-server.pem' }],
    ['a URL', { X_PASSWORD: 'https://vault.example.com/certificates/agora-token' }],
    ['another name', { X_CERT_HINT: '/etc/ssl/certs/ca-certificates.crt: agora-token' }],
    ['a relative path', { X_CERT: './certificates/server.pem' }],
    ['a name with a word of ours', { X_SECRET: 'my-certificate-of-agora' }],
    ['words of ours', { X_SECRET: 'agora-token-secret' }],
    ['words of ours in our own variable', { AGORA_APP_SECRET: 'my-certificate-2' }],
  ])('hides none of our own words: %s', (_what, env) => {
    const text =
      'the certificate of ./certificates/agora-token.pem and /etc/ssl/certs/ca-certificates.crt: agora-token serve --tls-cert';
    expect(new KnownSecrets(env).mask(text)).toBe(text);
  });

  test('and what a run reads later', () => {
    const secrets = new KnownSecrets({ X_SECRET: WORDS });
    expect(secrets.mask('horse-battery-st')).toBe('horse-battery-st');
    secrets.add(WORDS);
    expect(secrets.mask('horse-battery-st')).toBe('hors… (16 characters)');
  });
});

test('a message keeps its words beside the certificates of other programs', async () => {
  const env = { PIP_CERT: '/etc/ssl/certs/ca-certificates.crt' };
  const { stderr } = await run(['generate', 'rtc', '-c', 'demo', '-u', '1'], { env });
  expect(stderr).toContain('ertificate');
  expect(stderr).not.toContain('…');
});

test('texts of an object are masked, and nothing else in it', () => {
  const secrets = new KnownSecrets({});
  secrets.add(WORDS);
  const object = { code: WORDS, message: WORDS, count: 1 };
  expect(secrets.maskTexts(object, 'message', 'count')).toEqual({
    code: WORDS,
    message: 'corr… (28 characters)',
    count: 1,
  });
});
