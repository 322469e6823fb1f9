import type { Values } from '../../core/generate/options.js';
import { effectiveEnd, issuedAt } from '../../core/inspect/expiry.js';
import { quoted, safeText } from '../../core/text/safe-text.js';
import { inWords, localTime } from '../../core/text/time.js';
import type { ParsedToken } from '../../core/token/model.js';
import type { Context } from '../context.js';

/**
 * The line that a person gets beside the token:
 * `token for channel demo, uid 42, publisher, valid 1 hour until 2023-11-14 23:13:20 +01:00`.
 */
export function summary(
  values: Values,
  { token }: ParsedToken,
  ctx: Pick<Context, 'utcOffsetMinutes'>,
): string {
  const end = effectiveEnd(token);
  const issued = issuedAt(token);
  const lasting = end && issued !== undefined ? `${inWords(end.unix - issued)} ` : '';
  const validity = end
    ? `valid ${lasting}until ${localTime(end.unix, ctx.utcOffsetMinutes)}`
    : 'valid for ever';
  return `token for ${[
    ...subject(
      values,
      token.services?.map(({ name }) => name),
    ),
    validity,
  ].join(', ')}`;
}

function subject(values: Values, services: readonly string[] = []): string[] {
  const { channel, uid, account, userId, room, user, role, uuid } = values;
  const parts: string[] = [];
  const add = (label: string, value: string | undefined) => {
    if (value !== undefined) parts.push(`${label} ${shown(value)}`);
  };
  add('channel', channel);
  if (uid !== undefined) parts.push(uid === 0 ? 'any user' : `uid ${uid}`);
  add('account', account);
  add('user', userId);
  add('room', room);
  add('user', user);
  add('uuid', uuid);
  if (role !== undefined) parts.push(typeof role === 'number' ? `role ${role}` : role);
  else if (services.includes('rtc')) parts.push('publisher');
  if (parts.length === 0) parts.push(services.join(' and ') || 'the whiteboard');
  return parts;
}

/** Quotes only where the ends of a name would not show. */
function shown(text: string): string {
  return /^[\w.-]+$/.test(text) ? safeText(text) : quoted(text);
}
