import { type Finding, finding } from '../finding.js';
import type { SignedToken } from '../token/sign.js';
import type { Values } from './options.js';

export function warnings(_values: Values, { token }: SignedToken): Finding[] {
  const found: Finding[] = [];
  if ((token.lifetimeSeconds ?? 0) > 86400) {
    found.push(finding('lifetime-over-24h', 'over'));
  }
  return found;
}
