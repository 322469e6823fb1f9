import { expect, test } from 'vitest';
import { KnownSecrets } from '../../src/cli/known-secrets.js';

const TEXT = 'the App Certificate is missing; certificates are in the Console';

test.each([
  ['PIP_CERT', '/etc/ssl/certs/ca-certificates.crt'],
  ['CLIENT_CERT', './certificates/client'],
  ['AGORA_CERT', '~/agora/certificate.txt '],
  ['TLS_CERT', String.raw`C:\certificates\client.pem`],
])('%s=%s is where a file is, and hides no word', (name, value) => {
  expect(new KnownSecrets({ [name]: value }).mask(TEXT)).toBe(TEXT);
});

test.each([
  ['/9xKq2LmZ8/vWcT4RbN7pQ1sD'],
  ['../5cfd2fd1755d40ecb72977518be15d3b'],
  ['c:my-p4ssword-is'],
])('%s is a secret, though it begins like a path', (secret) => {
  expect(new KnownSecrets({ MY_SECRET: secret }).mask(`so ${secret}!`)).not.toContain(secret);
});
