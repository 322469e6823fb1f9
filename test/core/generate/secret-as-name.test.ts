import { expect, test } from 'vitest';
import { signToken } from '../../../src/index.js';
import { APP_ID, CERTIFICATE } from '../../helpers/demo.js';
import { run } from '../../helpers/run.js';

const env = {
  AGORA_APP_ID: APP_ID,
  AGORA_APP_CERTIFICATE: CERTIFICATE,
  AGORA_WHITEBOARD_ACCESS_KEY: 'ak',
  AGORA_WHITEBOARD_SECRET_KEY: 'secret-key',
};

test.each<readonly [argv: string, stdin: string]>([
  [`rtc -c ${CERTIFICATE} -u 1`, ''],
  [`rtc -c demo -a ${CERTIFICATE.toUpperCase()}`, ''],
  [`rtc -c demo -a ${CERTIFICATE} --token-version 006`, ''],
  [`rtm --user-id ${CERTIFICATE}`, ''],
  ['whiteboard room --uuid secret-key', ''],
  ['rtc --batch -', `{"channel":"demo","account":"${CERTIFICATE}"}\n`],
])('generate %s', async (argv, stdin) => {
  for (const more of [[], argv.includes('--batch') ? [] : ['--json']]) {
    const world = { env, stdin };
    const { code, stdout, stderr } = await run(['generate', ...argv.split(' '), ...more], world);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('is the secret that signs it');
    expect((stdout + stderr).toLowerCase()).not.toContain(CERTIFICATE.slice(0, 12).toLowerCase());
    expect(stdout + stderr).not.toMatch(/007eJ|"token"/);
  }
});

test('the library too', () => {
  const spec = { kind: 'rtc', channel: CERTIFICATE, uid: 1 } as const;
  const secrets = { appId: APP_ID, appCertificate: CERTIFICATE };
  expect(() => signToken(spec, secrets)).toThrow('is the secret that signs it');
});
