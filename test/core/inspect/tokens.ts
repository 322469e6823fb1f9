import { createHmac } from 'node:crypto';
import { AccessToken } from 'agora-token/src/AccessToken.js';
import { AccessToken2 } from 'agora-token/src/AccessToken2.js';
import type { FindingCode } from '../../../src/core/finding.js';
import { inspectParsed } from '../../../src/core/inspect/inspect.js';
import type { InspectInput, Inspection } from '../../../src/core/inspect/types.js';
import { packService, type ServiceSpec, serviceType } from '../../../src/core/sign/pack.js';
import { decodeText } from '../../../src/core/token/decode.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { APP_ID, CERTIFICATE, ISSUED, str, text, u16, u32 } from '../../helpers/demo.js';

/** Tokens of the demo project with anything in them, as a careless token server might sign them. */

type Privileges = ServiceSpec['privileges'];

interface Envelope {
  readonly lifetime?: number;
  readonly issued?: number;
  readonly appId?: string;
  readonly certificate?: string;
}

export function token007(services: readonly ServiceSpec[], envelope: Envelope = {}): string {
  const { lifetime = 3600, issued = ISSUED, appId = APP_ID, certificate = CERTIFICATE } = envelope;
  const token = new AccessToken2(appId, certificate, issued, lifetime);
  token.issueTs = issued;
  token.salt = 1;
  for (const spec of services) {
    token.add_service({ service_type: () => serviceType(spec), pack: () => packService(spec) });
  }
  return token.build();
}

/** Privileges 1 to 4 alike: a publisher's. */
export const all = (seconds: number): Privileges => [1, 2, 3, 4].map((id) => [id, seconds]);

export function rtc(
  {
    channel = 'demo',
    uid = '42',
    privileges = all(3600),
  }: { channel?: string; uid?: string; privileges?: Privileges } = {},
  envelope?: Envelope,
): string {
  return token007([rtcService({ channel, uid, privileges })], envelope);
}

export function rtcService({
  channel = 'demo',
  uid = '42',
  privileges = all(3600),
}: {
  channel?: string;
  uid?: string;
  privileges?: Privileges;
} = {}): ServiceSpec {
  return { name: 'rtc', channel, uid, privileges };
}

export const rtmService = (userId: string, seconds = 3600): ServiceSpec => ({
  name: 'rtm',
  userId,
  privileges: [[1, seconds]],
});

export const chat = (userId: string, privilege = 1): string =>
  token007([{ name: 'chat', userId, privileges: [[privilege, 3600]] }]);

export const apaas = (role: number, { roomUuid = 'room1', userUuid = 'alice' } = {}): string =>
  token007([{ name: 'apaas', roomUuid, userUuid, role, privileges: [[1, 3600]] }]);

/** A room-user token, with the user that Chat is to know. */
export const classroom = (chatUser: string): string =>
  token007([
    rtmService('alice'),
    { name: 'chat', userId: chatUser, privileges: [[1, 3600]] },
    { name: 'apaas', roomUuid: 'room1', userUuid: 'alice', role: 2, privileges: [[1, 3600]] },
  ]);

/** A 006 token: privileges end at Unix times, the token itself 24 hours after its issue. */
export function token006(
  privileges: Readonly<Record<number, number>>,
  {
    channel = 'demo',
    uid = '42',
    issued = ISSUED,
  }: { channel?: string; uid?: string; issued?: number } = {},
): string {
  const token = new AccessToken(APP_ID, CERTIFICATE, channel, uid);
  token.salt = 1;
  token.ts = issued + 86_400;
  for (const [id, end] of Object.entries(privileges)) token.addPriviledge(Number(id), end);
  return token.build();
}

export const rtc006 = (end: number, options?: Parameters<typeof token006>[1]): string =>
  token006({ 1: end, 2: end, 3: end, 4: end }, options);

/** A 003 token; the digits in it are not checked by its signature here. */
export function token003({ uid = 42, issued = ISSUED, end = ISSUED + 3600 } = {}): string {
  const ten = (value: number) => String(value).padStart(10, '0');
  const body = `${ten(issued)}00000001`;
  const tail = ten(uid) + ten(end);
  const signature = createHmac('sha1', CERTIFICATE)
    .update(`${APP_ID}${body}demo${tail}`)
    .digest('hex');
  return `003${signature}${APP_ID}${body}${tail}`;
}

/** A 005 token with an extra; its signature is not checked here. */
export function token005(extra = '3'): string {
  const content = Buffer.concat([
    ...[u16(4), text('A'.repeat(40)), str(Buffer.from(APP_ID, 'hex'))],
    ...[u32(ISSUED), u32(1), u32(ISSUED + 3600), u16(1, 1), text(extra)],
  ]);
  return `005${content.toString('base64')}`;
}

/** A Dynamic Key 1, which holds no uid; its signature is not checked here. */
export const dynamicKey1 = (): string => `${'0'.repeat(40)}${APP_ID}${ISSUED}00000001`;

/** A 004 token, which signs a uid without holding it. */
export const token004 = (): string => `004${dynamicKey1()}${ISSUED + 3600}`;

export const signaling = (end = ISSUED + 3600): string =>
  `1:${APP_ID}:${end}:0123456789abcdef0123456789abcdef`;

/** A UUID of version 1 made at a Unix time, as the nonces of netless-token are. */
export function uuid1(unix: number): string {
  const ticks = (BigInt(unix) * 10_000_000n + 122_192_928_000_000_000n)
    .toString(16)
    .padStart(15, '0');
  return `${ticks.slice(7)}-${ticks.slice(3, 7)}-1${ticks.slice(0, 3)}-8000-000000000000`;
}

export function whiteboard(
  kind: 'SDK' | 'ROOM' | 'TASK',
  fields: { role?: string; uuid?: string; expireAt?: number; nonce?: string } = {},
): string {
  const { role = '2', uuid, expireAt, nonce = uuid1(ISSUED) } = fields;
  const pairs = {
    ak: 'ak1',
    ...(expireAt === undefined ? {} : { expireAt: String(expireAt) }),
    nonce,
    role,
  };
  const tail = uuid === undefined ? {} : { uuid };
  const sig = createHmac('sha256', 'sk1')
    .update(JSON.stringify({ ...pairs, ...tail }))
    .digest('hex');
  const query = Object.entries({ ...pairs, sig, ...tail })
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join('&');
  return `NETLESS${kind}_${Buffer.from(query).toString('base64url')}`;
}

/** Inspects at the moment of issue with a valid signature, unless told otherwise. */
export function judge(token: string, input: Partial<InspectInput> = {}): Inspection {
  return inspectParsed(decodeText(token, nodeRuntime), {
    now: ISSUED,
    signature: { status: 'valid', profile: 'demo', certificate: 'primary' },
    demo: true,
    ...input,
  });
}

export const codesOf = (inspection: Inspection): FindingCode[] =>
  inspection.findings.map(({ code }) => code);
