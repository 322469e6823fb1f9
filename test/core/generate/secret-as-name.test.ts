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
  [`rtc -c AGORA_APP_CERTIFICATE=${CERTIFICATE} -u 1`, ''],
  [`rtc -c demo -a ${CERTIFICATE}${CERTIFICATE}`, ''],
  ['whiteboard room --uuid secret-key', ''],
  ['rtc --batch -', `{"channel":"demo","account":"${CERTIFICATE}"}\n`],
])('generate %s', async (argv, stdin) => {
  for (const more of [[], argv.includes('--batch') ? [] : ['--json']]) {
    const world = { env, stdin };
    const { code, stdout, stderr } = await run(['generate', ...argv.split(' '), ...more], world);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('contains the secret that signs it');
    expect((stdout + stderr).toLowerCase()).not.toContain(CERTIFICATE.slice(0, 12).toLowerCase());
    expect(stdout + stderr).not.toMatch(/007eJ|"token"/);
  }
});

test('the library too', () => {
  const spec = { kind: 'rtc', channel: CERTIFICATE, uid: 1 } as const;
  const secrets = { appId: APP_ID, appCertificate: CERTIFICATE };
  expect(() => signToken(spec, secrets)).toThrow('contains the secret that signs it');
});

test('a short secret may be in a name by chance', async () => {
  const { code } = await run(['generate', 'whiteboard', 'room', '--uuid', 'my-secret-keys'], {
    env,
  });
  expect(code).toBe(0);
});
