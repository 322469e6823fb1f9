import { safeText } from '../text/safe-text.js';
import type { DecodedPrivilege, TokenFormat } from '../token/model.js';
import { serviceByName } from './services.js';

/** A name of Agora's for a service. */
export function serviceTitle(name: string): string {
  return serviceByName(name)?.title ?? safeText(name);
}

/** The privilege's name; an id outside the table is told by its number too. */
export function privilegeTitle({ id, name }: Pick<DecodedPrivilege, 'id' | 'name'>): string {
  return name === 'unknown' ? `unknown (${id})` : name;
}

/** What a format is called, for people. */
export const FORMAT_TITLES: Readonly<Record<TokenFormat, string>> = {
  '007': '007 token (AccessToken2)',
  '006': '006 token (AccessToken, legacy)',
  '005': '005 token (Dynamic Key 5, obsolete)',
  '004': '004 token (Dynamic Key 4, obsolete)',
  '003': '003 token (Dynamic Key 3, obsolete)',
  'dynamic-key-2': 'Dynamic Key 2 (obsolete)',
  'dynamic-key-1': 'Dynamic Key 1 (obsolete)',
  signaling: 'Signaling token (obsolete)',
  'whiteboard-sdk': 'Whiteboard SDK token',
  'whiteboard-room': 'Whiteboard room token',
  'whiteboard-task': 'Whiteboard task token',
};
