import { signToken } from '../../src/index.js';
import type { TokenSpec } from '../../src/library/token-spec.js';
import type { EmulatorOptions } from '../../src/testing/projects.js';
import type { EmulatedClient } from '../../src/testing/rtc-client.js';
import { createAgoraEmulator } from '../../src/testing.js';
import { token007 } from '../core/inspect/tokens.js';
import { APP_ID, ISSUED, SECRETS } from '../helpers/demo.js';

/** When the fake clocks of these tests start, in milliseconds. */
export const START = ISSUED * 1000;

export const HOUR = 3_600_000;

export const emulator = (options: Partial<EmulatorOptions> = {}) =>
  createAgoraEmulator({ projects: [SECRETS], ...options });

type RtcSpec = Extract<TokenSpec, { kind: 'rtc' }>;

/** A token for an hour, for uid 42 in channel `demo`. */
export const rtcToken = (spec: Partial<Record<keyof RtcSpec, unknown>> = {}, secrets = SECRETS) =>
  signToken({ kind: 'rtc', channel: 'demo', uid: 42, ...spec } as RtcSpec, secrets).token;

/** A client that keeps the events that it is told. */
export function recorded(client: EmulatedClient) {
  const events: unknown[][] = [];
  for (const name of EVENTS) {
    client.on(name, (...values) => events.push([name, ...values.map(brief)]));
  }
  return events;
}

const EVENTS = [
  'connection-state-change',
  'token-privilege-will-expire',
  'token-privilege-did-expire',
  'user-joined',
  'user-left',
  'user-published',
  'user-unpublished',
];

const brief = (value: unknown) =>
  typeof value === 'object' && value !== null && 'uid' in value ? value.uid : value;

/** A client in channel `demo` as 42, and its events since. */
export async function joined(
  token: string,
  {
    options = {},
    uid = 42 as number | string,
  }: { options?: Partial<EmulatorOptions>; uid?: number | string } = {},
) {
  const agora = emulator(options);
  const client = agora.AgoraRTC.createClient({ mode: 'rtc', codec: 'vp8' });
  await client.join(APP_ID, 'demo', token, uid);
  return { agora, client, events: recorded(client) };
}

/** What an SDK's error says, for tables. */
export async function refusal(call: () => Promise<unknown>) {
  try {
    await call();
  } catch (error) {
    const {
      name,
      code,
      data,
      message,
      findings = [],
    } = error as {
      name: string;
      code: string;
      data?: { code?: number };
      message: string;
      findings?: readonly { code: string }[];
    };
    return { name, code, number: data?.code, message, findings: findings.map((one) => one.code) };
  }
  return undefined;
}

/** What the library does not sign: a privilege without an end, two days, a pattern of channels. */
export function odd({
  issued = Math.floor(Date.now() / 1000),
  lifetime = 3600,
  join = 3600,
  channel = 'demo',
} = {}) {
  return token007([{ name: 'rtc', channel, uid: '42', privileges: [[1, join]] }], {
    issued,
    lifetime,
  });
}
