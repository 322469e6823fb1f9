import assert from 'node:assert/strict';
import agoraToken from 'agora-token';
import { signToken } from 'agora-token-cli';
import { assertAgoraToken, createAgoraEmulator } from 'agora-token-cli/testing';
import { startCall } from './call.js';

/**
 * What can happen to the token of a call, with what a developer sees. Vitest, Jest and node:test run the
 * same cases, each with its own fake timers.
 */

// A project that exists nowhere: the emulator knows it, and nobody else.
const project = {
  appId: '0123456789abcdef0123456789abcdef',
  appCertificate: 'fedcba9876543210fedcba9876543210',
};
const { appId } = project;
const channel = 'demo';
const HOUR = 3_600_000;

const sign = (spec) => signToken({ kind: 'rtc', channel, uid: 42, ...spec }, project).token;

/** A call in channel `demo` as 42, and everything it logs. */
async function call({ fetchToken = async () => sign(), ...options } = {}) {
  const { AgoraRTC } = createAgoraEmulator({ projects: [project], ...options });
  const lines = [];
  const log = (line) => lines.push(line);
  const started = await startCall({ AgoraRTC, appId, channel, uid: 42, fetchToken, log });
  return { ...started, lines };
}

export const cases = [
  {
    name: 'a day with a token for an hour: renewed each time',
    async run(advance) {
      const { client, lines } = await call();
      await advance(24 * HOUR);
      assert.equal(client.connectionState, 'CONNECTED');
      assert.deepEqual(lines, ['joined', ...Array(24).fill('renewed')]);
    },
  },
  {
    name: 'the token server signs the new token for a random uid: 110, and the call ends',
    async run(advance) {
      let first = true;
      const fetchToken = async () => {
        const uid = first ? 42 : 43;
        first = false;
        return sign({ uid });
      };
      const { lines } = await call({ fetchToken });
      await advance(HOUR);
      assert.match(lines[1], /^cannot renew: AgoraRTCError UNEXPECTED_RESPONSE: ERR_NO_AUTHORIZED/);
      assert.match(lines[1], /token is for uid 43, but the client joined with 42/);
      assert.equal(lines[2], 'disconnected: TOKEN_EXPIRE');
    },
  },
  {
    name: 'the token server is down for a moment: tried again, in time',
    async run(advance) {
      let asked = 0;
      const fetchToken = async () => {
        asked++;
        if (asked === 2) throw new Error('503');
        return sign();
      };
      const { client, lines } = await call({ fetchToken });
      await advance(HOUR);
      assert.equal(asked, 3);
      assert.deepEqual(lines, ['joined', 'renewed']);
      assert.equal(client.connectionState, 'CONNECTED');
    },
  },
  {
    name: 'a handler that only logs: disconnected at the end',
    async run(advance) {
      const { client, lines } = await call();
      client.removeAllListeners('token-privilege-will-expire');
      client.on('token-privilege-will-expire', () => lines.push('token will expire'));
      await advance(HOUR - 30_000);
      assert.deepEqual(lines, ['joined', 'token will expire']);
      await advance(30_000);
      assert.equal(lines.at(-1), 'disconnected: TOKEN_EXPIRE');
    },
  },
  {
    name: 'privileges of 0: no event tells the app, and only joining again fails',
    async run(advance) {
      // Agora's own builder, called without its last argument: the privileges have no end.
      const { appCertificate } = project;
      const token = agoraToken.RtcTokenBuilder.buildTokenWithUid(
        ...[appId, appCertificate, channel, 42, agoraToken.RtcRole.PUBLISHER, 3600],
      );
      const { client, lines } = await call({ fetchToken: async () => token });
      await advance(2 * HOUR);
      assert.deepEqual(lines, ['joined']);
      assert.equal(client.connectionState, 'CONNECTED');
      await client.leave();
      await assert.rejects(client.join(appId, channel, token, 42), /dynamic key or token timeout/);
    },
  },
  {
    name: 'a subscriber who publishes under co-host authentication: refused, with the reason',
    async run() {
      const fetchToken = async () => sign({ role: 'subscriber' });
      const { publishMicrophone } = await call({ fetchToken, coHostAuth: true });
      await assert.rejects(
        publishMicrophone(),
        /no privilege publish-audio: it is for a subscriber/,
      );
    },
  },
  {
    name: 'the token server: a token for this channel, user and time, and not only a string',
    async run() {
      assertAgoraToken(sign({ expiresIn: '2h' }), { channel, uid: 42, expiresIn: '2h' });
    },
  },
];
