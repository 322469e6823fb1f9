/**
 * Agora in memory for tests: look-alikes of its SDKs that judge tokens as Agora's servers do, as far as
 * is known, raise the SDKs' events and errors on the clock of the moment, and say why. They carry no
 * media, open no connection, and run wherever tests do.
 *
 * @packageDocumentation
 */

import { assertToken } from './testing/assertion.js';
import { type AgoraEmulator, createEmulator } from './testing/emulator.js';
import type { ExpectedToken } from './testing/expected.js';
import type { EmulatorOptions } from './testing/projects.js';

/**
 * Makes an Agora of its own: the clients of one emulator meet in its channels, and those of another
 * never.
 *
 * Time is that of `Date` and `setTimeout` at each call, so that the fake timers of vitest, jest and
 * `@sinonjs/fake-timers` let 24 hours pass at once.
 *
 * @throws UsageError for options that cannot be used, ConfigError for an App ID or certificate that is
 *   not 32 hex characters; neither ever shows a certificate
 *
 * @example
 * const agora = createAgoraEmulator({ projects: [{ appId, appCertificate }] });
 * const client = agora.AgoraRTC.createClient({ mode: 'rtc', codec: 'vp8' });
 * await client.join(appId, 'demo', token, 42);
 */
export function createAgoraEmulator(options: EmulatorOptions): AgoraEmulator {
  return createEmulator(options);
}

/**
 * Asserts that a token is the expected one: readable, not ended, and for the channel, user, role, services
 * and App ID. For `node:test` and others; `agora-token-cli/testing/matchers` has the same for vitest and
 * jest.
 *
 * @throws an AssertionError that says why not, and how to mend it; UsageError for an expectation that no
 *   token could meet
 *
 * @example
 * assertAgoraToken(token, { channel: 'demo', uid: 42, expiresIn: '1h' });
 */
export function assertAgoraToken(
  token: unknown,
  expected: ExpectedToken = {},
): asserts token is string {
  assertToken(token, expected);
}

export type { Finding, FindingCode, Severity } from './core/finding.js';
export type { AgoraEmulator, EmulatedAgoraRTC } from './testing/emulator.js';
export type { ExpectedToken } from './testing/expected.js';
export type { EmulatedProject, EmulatorOptions } from './testing/projects.js';
export type {
  ClientConfig,
  ConnectionState,
  EmulatedClient,
  EmulatedRemoteUser,
} from './testing/rtc-client.js';
export type { EmulatedRtcError, RtcErrorData } from './testing/rtc-error.js';
export type { EmulatedRtmClient, EmulatedRtmError } from './testing/rtm-client.js';
export type { EmulatedLocalTrack, EmulatedTrack, MediaType } from './testing/tracks.js';
