import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFifo } from '../../helpers/file-places.js';
import { folder } from '../../helpers/folder.js';
import { settings } from '../../helpers/settings.js';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);
const C = 'c'.repeat(32);
const D = 'd'.repeat(32);

/** The App ID and certificate of a run with this dotenv file, each with its source. */
async function pair(file: string, env: Record<string, string> = {}) {
  const { active } = await settings(
    { cwd: folder({ '.env.local': file }), env },
    { envFile: '.env.local' },
  );
  return [
    active?.appId && `${active.appId.value[0]} ${active.appId.source}`,
    active?.appCertificate &&
      `${(await active.appCertificate.resolve())[0]} ${active.appCertificate.source}`,
  ];
}

describe('--env-file', () => {
  test.each([
    ['AGORA_APP_ID', 'AGORA_APP_CERTIFICATE'],
    ['NEXT_PUBLIC_AGORA_APP_ID', 'NEXT_AGORA_APP_CERTIFICATE'],
    ['APP_ID', 'APP_CERTIFICATE'],
  ])('%s and %s', async (id, certificate) => {
    expect(await pair(`${id}=${A}\n${certificate}=${C}\n`)).toEqual([
      `a .env.local: ${id}`,
      `c .env.local: ${certificate}`,
    ]);
  });

  test.each([
    [
      'quotes, export, comments, CRLF',
      `# it\r\nexport APP_ID="${A}" # id\r\nAPP_CERTIFICATE='${C}'\r\n`,
    ],
    ['a byte order mark', `\ufeffAPP_ID=${A}\nAPP_CERTIFICATE=${C}`],
    ['white space', `APP_ID = ${A} \nAPP_CERTIFICATE= ${C}`],
  ])('with %s', async (_name, file) => {
    expect(await pair(file)).toEqual(['a .env.local: APP_ID', 'c .env.local: APP_CERTIFICATE']);
  });

  test('the first of its ways wins, and certificates stay with their App ID', async () => {
    const next = `NEXT_PUBLIC_AGORA_APP_ID=${B}\nNEXT_AGORA_APP_CERTIFICATE=${D}\n`;
    expect(await pair(`${next}AGORA_APP_ID=${A}\nAGORA_APP_CERTIFICATE=${C}`)).toEqual([
      'a .env.local: AGORA_APP_ID',
      'c .env.local: AGORA_APP_CERTIFICATE',
    ]);
    expect(await pair(`${next}AGORA_APP_ID=${A}`)).toEqual([
      'a .env.local: AGORA_APP_ID',
      undefined,
    ]);
    expect(await pair(`${next}AGORA_APP_ID=`)).toEqual([
      'b .env.local: NEXT_PUBLIC_AGORA_APP_ID',
      'd .env.local: NEXT_AGORA_APP_CERTIFICATE',
    ]);
  });

  test('the environment wins over it, unless it is empty', async () => {
    const file = `AGORA_APP_ID=${A}\nAGORA_APP_CERTIFICATE=${C}`;
    expect(await pair(file, { AGORA_APP_ID: B, AGORA_APP_CERTIFICATE: D })).toEqual([
      'b AGORA_APP_ID',
      'd AGORA_APP_CERTIFICATE',
    ]);
    expect(await pair(file, { AGORA_APP_ID: '', AGORA_APP_CERTIFICATE: ' ' })).toEqual([
      'a .env.local: AGORA_APP_ID',
      'c .env.local: AGORA_APP_CERTIFICATE',
    ]);
  });

  test('without it no env file is read, nor the names that only a file may use', async () => {
    const cwd = folder({ '.env': `AGORA_APP_ID=${A}`, '.env.local': `AGORA_APP_ID=${A}` });
    const { active } = await settings({ cwd, env: { APP_ID: A, NEXT_PUBLIC_AGORA_APP_ID: A } });
    expect(active).toBeUndefined();
  });

  test('names the profile, the config, and the variables of references', async () => {
    const cwd = folder({
      '.env.local': `AGORA_TOKEN_PROFILE=prod\nAGORA_TOKEN_CONFIG=it.yaml\nIT=${C}`,
      'it.yaml': `profiles: { dev: {}, prod: { appId: ${A}, appCertificate: { env: IT } } }`,
    });
    const { active, activeSource } = await settings({ cwd }, { envFile: '.env.local' });
    expect([active?.name, activeSource]).toEqual(['prod', '.env.local: AGORA_TOKEN_PROFILE']);
    expect(await active?.appCertificate?.resolve()).toBe(C);
  });

  test.each([
    ['missing', 'the env file missing does not exist'],
    ['dir', 'the env file dir is a directory, not a file'],
    ['fifo', 'the env file fifo is a FIFO, not a file'],
  ])('%s', async (envFile, expected) => {
    const cwd = folder({ 'dir/': '' });
    if (process.platform !== 'win32') makeFifo(join(cwd, 'fifo'));
    else if (envFile === 'fifo') return;
    await expect(settings({ cwd }, { envFile })).rejects.toThrow(expected);
  });
});

describe('the App ID of a variable', () => {
  test('is trimmed, and that is said', async () => {
    const { active, notices } = await settings({ cwd: folder(), env: { AGORA_APP_ID: ` ${A}\n` } });
    expect(active?.appId?.value).toBe(A);
    expect(notices.map(({ message }) => message)).toEqual([
      'AGORA_APP_ID has white space around the App ID; it is left out here',
    ]);
  });

  test.each([
    ['abc', 'it has 3 characters'],
    [`${A}a`, 'it has 33 characters'],
    [`"${A.slice(2)}"`, 'character 1 is not a hex digit'],
    ['😀'.repeat(32), 'character 1 is not a hex digit'],
  ])('%s', async (value, expected) => {
    await expect(settings({ cwd: folder(), env: { AGORA_APP_ID: value } })).rejects.toThrow(
      `the App ID from AGORA_APP_ID is not valid: ${expected} (expected 32 hex digits)`,
    );
  });

  test('that is not used is not checked', async () => {
    const { active } = await settings({ env: { AGORA_APP_ID: 'abc' } }, { profile: 'demo' });
    expect(active?.builtIn).toBe(true);
  });
});
