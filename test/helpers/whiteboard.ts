import { createHmac } from 'node:crypto';

/** Pairs of a whiteboard token in their order. */
export type Pairs = readonly (readonly [key: string, value: string])[];

const json = (text: string) => JSON.stringify(text);
const ascii = (text: string) =>
  json(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** How the builders of netless-token write a text that they sign. */
export const DIALECTS: readonly (readonly [language: string, write: (text: string) => string])[] = [
  ['Node.js', json],
  ['Python', ascii],
  ['PHP', (text) => ascii(text).replaceAll('/', '\\/')],
  ['Go and Java', (text) => `"${text}"`],
  ['C#', (text) => json(text).replace(/[\u0080-\uffff]/g, '?')],
];

/** The signature of pairs in one of the dialects. */
export function signature(pairs: Pairs, write: (text: string) => string, secret = 'sk'): string {
  const message = `{${[...pairs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${write(key)}:${write(value)}`)
    .join(',')}}`;
  return createHmac('sha256', secret).update(message).digest('hex');
}

/** A token of any pairs, whatever they are. */
export function tokenOf(pairs: Pairs, kind: 'SDK' | 'ROOM' | 'TASK' = 'ROOM'): string {
  const query = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  return `NETLESS${kind}_${Buffer.from(query).toString('base64url')}`;
}

/** The pairs of a token, the signature too. */
export function pairsOf(token: string): Pairs {
  const query = Buffer.from(token.slice(token.indexOf('_') + 1), 'base64url').toString();
  return [...new URLSearchParams(query)];
}
