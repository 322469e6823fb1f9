import { TokenError } from '../errors.js';
import { detectFormat } from './detect.js';
import { read005 } from './formats/005.js';
import { read006 } from './formats/006.js';
import { decodePayload007 } from './formats/007.js';
import { payload007 } from './formats/007-envelope.js';
import { readDynamicKey } from './formats/dynamic-key.js';
import { readSignaling } from './formats/signaling.js';
import { readWhiteboard } from './formats/whiteboard.js';
import type { ReadToken, TokenFormat } from './model.js';
import type { TokenRuntime } from './runtime.js';

/**
 * Reads a token as it stands, with nothing around it and nothing broken.
 * @throws TokenError
 */
export function readExact(text: string, runtime: TokenRuntime): ReadToken {
  const format = detectFormat(text);
  if (!format) throw new TokenError('not-a-token', 'this is not an Agora token');
  return readAs(format, text, runtime);
}

/** Reads a text as a format that it claims to be. */
export function readAs(format: TokenFormat, text: string, runtime: TokenRuntime): ReadToken {
  switch (format) {
    case '007':
      return read007(text, runtime);
    case '006':
      return read006(text, runtime);
    case '005':
      return read005(text, runtime);
    case '004':
    case '003':
    case 'dynamic-key-2':
    case 'dynamic-key-1':
      return readDynamicKey(text, format);
    case 'signaling':
      return readSignaling(text);
    case 'whiteboard-sdk':
    case 'whiteboard-room':
    case 'whiteboard-task':
      return readWhiteboard(text, format, runtime);
  }
}

function read007(text: string, runtime: TokenRuntime): ReadToken {
  const payload = payload007(text, runtime);
  const { token, findings, signed } = decodePayload007(payload.bytes);
  return {
    token,
    findings: payload.findings.length > 0 ? [...payload.findings, ...findings] : findings,
    signed,
  };
}
