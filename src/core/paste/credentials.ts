import { maskSecrets } from '../text/mask.js';
import type { Part } from './hidden-tokens.js';

const QUOTE = String.raw`\\{0,8}["']`;
const COLON = String.raw`\s{0,4}:\s{0,4}`;
/** What names of secret values end with. */
const NAME = '(?:certificate|secret(?:[_-]?key)?|password)';
const NEXT = String.raw`${QUOTE}\s{0,4},\s{0,40}`;
const HAR_VALUE = `value${QUOTE}${COLON}${QUOTE}`;

/**
 * Places where credentials are, in the group `value`. Where it is not certain that it is one, it has to look
 * like one, too: `secret: see below` does not. Each pattern begins with rare characters, which is fast.
 */
const CREDENTIALS: readonly (readonly [pattern: string, certain: boolean])[] = [
  // curl -u id:secret, but not the numbers of a user and a group.
  [
    String.raw`(?<![\w-])(?:-[a-z]{0,4}u\s{0,9}|--(?:proxy-)?user(?:\s{1,9}|=))(?:${QUOTE}\s{0,4},\s{0,4})?(?:${QUOTE})?(?!\d{1,10}:\d{1,10}(?![\w.-]))(?<value>[^\s:"'\\$]{1,128}:[^\s"'\\$]{4,256})`,
    true,
  ],
  // https://id:secret@api.agora.io
  [String.raw`:(?:\\?\/){2}(?<value>[^\s:/@"'\\]{1,128}:[^\s/@"'\\]{4,256})@`, true],
  // certificate=…, "secretKey": "…", and in a HAR "name":"certificate","value":"…" and the other way round.
  [
    String.raw`${NAME}(?:(?:${QUOTE})?\s{0,4}(?:[:=：＝]|=>|%3a|%3d)\s{0,4}(?:${QUOTE})?|${NEXT}${QUOTE}${HAR_VALUE})(?<value>[^\s"'\\,;&<>]{12,512})`,
    false,
  ],
  [
    String.raw`${HAR_VALUE}(?<value>[^"'\r\n\\]{4,4096})${NEXT}${QUOTE}name${QUOTE}${COLON}${QUOTE}(?:[\w-]{0,40}${NAME}|(?:proxy-)?authorization)${QUOTE}`,
    true,
  ],
  [String.raw`\bbasic\s(?<value>[A-Za-z0-9+/]{12,4096}={0,2})`, false],
];

const PATTERNS = CREDENTIALS.map(
  ([pattern, certain]) => [new RegExp(pattern, 'dgi'), certain] as const,
);

/** The credentials in a text that begin before a place. */
export function* credentialsIn(text: string, to: number): Generator<Part> {
  for (const [pattern, certain] of PATTERNS) {
    pattern.lastIndex = 0;
    for (;;) {
      const match = pattern.exec(text);
      if (!match || match.index >= to) break;
      const [start, end] = match.indices?.groups?.value ?? [0, 0];
      const value = text.slice(start, end);
      if (certain || maskSecrets(value) !== value) yield { start, end };
    }
  }
}
