import { maskSecrets } from '../text/mask.js';

const QUOTE = String.raw`\\{0,8}["']`;
const COLON = String.raw`\s{0,4}:\s{0,4}`;
/** The ends of names whose values nobody may know. */
const NAME = '(?:certificate|secret(?:[_-]?key)?|password)';
const NEXT = String.raw`${QUOTE}\s{0,4},\s{0,40}`;
const HAR_VALUE = `value${QUOTE}${COLON}${QUOTE}`;

/**
 * What is a credential by where it stands, in the group `value`. Behind a name it has to look like one,
 * too: `secret: see below` is none. Each begins with what is rare, so that most of a text is passed over.
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
    String.raw`${NAME}(?:(?:${QUOTE})?\s{0,4}(?:[:=]|=>|%3a|%3d)\s{0,4}(?:${QUOTE})?|${NEXT}${QUOTE}${HAR_VALUE})(?<value>[^\s"'\\,;&<>]{12,512})`,
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

/** Where in a text credentials stand that begin before a place. */
export function* credentialsIn(
  text: string,
  to: number,
): Generator<readonly [start: number, end: number]> {
  for (const [pattern, certain] of PATTERNS) {
    pattern.lastIndex = 0;
    for (;;) {
      const match = pattern.exec(text);
      if (!match || match.index >= to) break;
      const value = match.groups?.value as string;
      const place = match.indices?.groups?.value;
      if (place && (certain || maskSecrets(value) !== value)) yield place;
    }
  }
}
