import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { packService, type Request007 } from '../../../src/core/sign/pack.js';
import { readBack007 } from '../../../src/core/sign/read-back.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { APP_ID, CERTIFICATE, ISSUED, signed } from '../../helpers/demo.js';

const { ServiceRtc, ServiceRtm } = createRequire(import.meta.url)('agora-token/src/AccessToken2');
const rtc = new ServiceRtc('demo', '42');
rtc.add_privilege(1, 3600);
const rtm = new ServiceRtm('alice');
rtm.add_privilege(1, 600);
const TOKEN = signed([rtc, rtm], { lifetime: 3600, salt: 7 });

const RTC = { name: 'rtc', channel: 'demo', uid: '42', privileges: [[1, 3600]] } as const;
const RTM = { name: 'rtm', userId: 'alice', privileges: [[1, 600]] } as const;
const ASKED: Request007 = {
  format: '007',
  appId: APP_ID,
  issueTs: ISSUED,
  salt: 7,
  lifetime: 3600,
  services: [RTC, RTM],
};

const readBack = (request: Partial<Request007>, certificate = CERTIFICATE) =>
  readBack007(TOKEN, { ...ASKED, ...request }, certificate, nodeRuntime);

describe('a new token is what was asked, or is thrown away', () => {
  test.each<Partial<Request007>>([{}, { services: [RTM, RTC] }])('%j is', (request) => {
    expect(readBack(request).text).toBe(TOKEN);
  });

  test.each<[Partial<Request007>, string]>([
    [{ appId: 'a'.repeat(32) }, 'App ID'],
    [{ issueTs: ISSUED + 1 }, 'issue time'],
    [{ lifetime: 3601 }, 'lifetime'],
    [{ salt: 8 }, 'salt'],
    [{ services: [RTC] }, 'number of services'],
    [{ services: [RTC, { ...RTM, name: 'chat' }] }, 'service'],
    [{ services: [{ ...RTC, channel: 'Demo' }, RTM] }, 'rtc channel'],
    [{ services: [{ ...RTC, uid: '' }, RTM] }, 'rtc uid'],
    [{ services: [{ ...RTC, privileges: [[1, 3601]] }, RTM] }, 'rtc privileges'],
    [{ services: [{ ...RTC, privileges: [[2, 3600]] }, RTM] }, 'rtc privileges'],
    [{ services: [{ ...RTC, privileges: [] }, RTM] }, 'rtc privileges'],
  ])('%j is not: its %s', (request, field) => {
    expect(() => readBack(request)).toThrow(`its ${field} differs from what was asked`);
  });

  test('signed with another certificate', () => {
    expect(() => readBack({}, 'a'.repeat(32))).toThrow('does not match the certificate');
  });
});

test('privileges are packed by ascending id, in whatever order they are given', () => {
  const [one, two] = [[1, 60] as const, [2, 30] as const];
  expect(packService({ ...RTC, privileges: [two, one] })).toEqual(
    packService({ ...RTC, privileges: [one, two] }),
  );
});
