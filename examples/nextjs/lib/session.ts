import { createHmac, timingSafeEqual } from 'node:crypto';

export interface Session {
  readonly uid: number;
}

/** The value of the cookie `session`, which your login sets: the uid and a signature. */
export function sessionCookie({ uid }: Session): string {
  return `${uid}.${signature(String(uid))}`;
}

/** The session of a request; undefined without one, or with one that we did not sign. */
export function sessionOf(request: Request): Session | undefined {
  const cookies = request.headers.get('cookie') ?? '';
  const [, uid = '', given = ''] = /(?:^|; )session=(\d{1,10})\.([\w-]+)/.exec(cookies) ?? [];
  const expected = Buffer.from(signature(uid));
  const signed = Buffer.from(given);
  if (signed.length !== expected.length || !timingSafeEqual(signed, expected)) return undefined;
  return { uid: Number(uid) };
}

function signature(text: string): string {
  const secret = process.env.SESSION_SECRET;
  if (!secret) throw new Error('SESSION_SECRET is not set');
  return createHmac('sha256', secret).update(text).digest('base64url');
}
