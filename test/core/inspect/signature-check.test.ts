import { describe, expect, test } from 'vitest';
import {
  candidatesOf,
  checkNow,
  checkReading,
  type ProjectKeys,
  signatureCheck,
} from '../../../src/core/inspect/signature-check.js';
import { decodeText } from '../../../src/core/token/decode.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { APP_ID, CERTIFICATE } from '../../helpers/demo.js';
import { rtc, token003, whiteboard } from './tokens.js';

const OTHER = 'a'.repeat(32);

function check(token: string, projects: readonly ProjectKeys<string>[], expectations = {}) {
  const parsed = decodeText(token, nodeRuntime);
  const candidates = candidatesOf(parsed.token, projects);
  return signatureCheck(parsed, expectations, candidates, nodeRuntime);
}

const project = (secrets: Partial<ProjectKeys<string>> = {}): ProjectKeys<string> => ({
  profile: 'dev',
  appId: APP_ID,
  whiteboardAccessKey: 'ak1',
  ...secrets,
});

describe('the candidates', () => {
  test('are the secrets of the App ID, in the order of the projects', () => {
    const { token } = decodeText(rtc(), nodeRuntime);
    const projects = [
      project({ appId: OTHER, appCertificate: '1' }),
      project({ secondaryCertificate: '3', appCertificate: '2', whiteboardSecretKey: '4' }),
      project({ profile: 'other', secondaryCertificate: '5' }),
    ];
    expect(candidatesOf(token, projects)).toEqual([
      { profile: 'dev', certificate: 'primary', secret: '2' },
      { profile: 'dev', certificate: 'secondary', secret: '3' },
      { profile: 'other', certificate: 'secondary', secret: '5' },
    ]);
  });

  test('of a whiteboard token are secret keys alone', () => {
    const { token } = decodeText(whiteboard('SDK'), nodeRuntime);
    const all = project({ appCertificate: 'sk1', secondaryCertificate: 'sk1' });
    expect(candidatesOf(token, [all])).toEqual([]);
    expect(candidatesOf(token, [{ ...all, whiteboardSecretKey: 'sk' }])).toEqual([
      { profile: 'dev', certificate: 'whiteboard', secret: 'sk' },
    ]);
  });
});

describe('the check', () => {
  test.each<[string, Partial<ProjectKeys<string>>, object]>([
    [
      'with the primary',
      { appCertificate: CERTIFICATE, secondaryCertificate: OTHER },
      { status: 'valid', profile: 'dev', certificate: 'primary' },
    ],
    [
      'with the secondary',
      { appCertificate: OTHER, secondaryCertificate: CERTIFICATE },
      { status: 'valid', profile: 'dev', certificate: 'secondary' },
    ],
    [
      'with neither',
      { appCertificate: OTHER },
      { status: 'invalid', tried: [{ profile: 'dev', certificate: 'primary' }] },
    ],
    [
      'with none',
      {},
      { status: 'unchecked', reason: "no App Certificate for the token's App ID is available" },
    ],
  ])('%s', (_with, secrets, result) => {
    expect(checkNow(check(rtc(), [project(secrets)]))).toEqual(result);
  });

  test('asks for no more secrets than it needs', async () => {
    const asked: string[] = [];
    const read = async ({ certificate, secret }: { certificate: string; secret: string }) => {
      asked.push(certificate);
      return secret;
    };
    const both = { appCertificate: CERTIFICATE, secondaryCertificate: OTHER };
    await checkReading(check(rtc(), [project(both)]), read);
    await checkReading(check(token003(), [project(both)]), read);
    expect(asked).toEqual(['primary', 'primary']);
  });

  test('goes on where a secret cannot be had, and says so at the end', async () => {
    const secrets = [
      project({ appCertificate: 'unreadable' }),
      project({ profile: 'other', appCertificate: OTHER }),
      project({ profile: 'third', appCertificate: CERTIFICATE }),
    ];
    const read = async ({ secret }: { secret: string }) =>
      secret === 'unreadable' ? { message: 'the file is missing', hint: 'Write it.' } : secret;
    expect(await checkReading(check(rtc(), secrets), read)).toMatchObject({ profile: 'third' });
    expect(await checkReading(check(rtc(), secrets.slice(0, 2)), read)).toEqual({
      status: 'unchecked',
      reason: 'no other available certificate matches, and the file is missing',
      hint: 'Write it.',
    });
  });
});
