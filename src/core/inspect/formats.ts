import { projectOf, WHITEBOARD_PROJECT } from '../agora/projects.js';
import type { DecodedToken } from '../token/model.js';

/** What sets the formats apart when a token is judged. */

const DYNAMIC_KEYS: ReadonlySet<string> = new Set([
  '005',
  '004',
  '003',
  'dynamic-key-2',
  'dynamic-key-1',
]);

/** The keys from before 006: they sign the channel without holding it, not even as a checksum. */
export const isDynamicKey = ({ format }: DecodedToken) => DYNAMIC_KEYS.has(format);

/** Signs the uid too without holding it; 003 and Dynamic Key 2 hold it, Dynamic Key 1 has none. */
export const hidesUid = ({ format }: DecodedToken) => format === '005' || format === '004';

/** Has an access key and a secret key in place of an App ID and a certificate. */
export const isWhiteboard = (token: DecodedToken) => projectOf(token) === WHITEBOARD_PROJECT;
