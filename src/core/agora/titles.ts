import { safeText } from '../text/safe-text.js';
import type { DecodedPrivilege } from '../token/model.js';
import { serviceByName } from './services.js';

/** A name of Agora's for a service. */
export function serviceTitle(name: string): string {
  return serviceByName(name)?.title ?? safeText(name);
}

/** The privilege's name; an id outside the table is told by its number too. */
export function privilegeTitle({ id, name }: Pick<DecodedPrivilege, 'id' | 'name'>): string {
  return name === 'unknown' ? `unknown (${id})` : name;
}
