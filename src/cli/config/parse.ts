import { FAILSAFE_SCHEMA, load, Type, type YAMLException } from 'js-yaml';
import { ConfigError } from '../../core/errors.js';
import { repeatedKey } from '../../core/text/repeated-key.js';
import { quotedName } from './hex32.js';

/**
 * Scalars stay the text they are: an App ID of digits alone, or with one `e` among digits, would
 * otherwise turn into a number.
 */
const TEXT_SCHEMA = FAILSAFE_SCHEMA.extend({
  implicit: [
    new Type('tag:yaml.org,2002:null', {
      kind: 'scalar',
      resolve: (data: unknown) => data === null || data === '' || data === '~' || data === 'null',
      construct: () => null,
    }),
    new Type('tag:yaml.org,2002:merge', {
      kind: 'scalar',
      resolve: (data: unknown) => data === '<<',
    }),
  ],
});

/**
 * Parses YAML.
 * @throws ConfigError with line and column, without a word of the content: it may be a secret
 */
export function parseYaml(text: string, what: string): unknown {
  try {
    return load(text, { schema: TEXT_SCHEMA });
  } catch (error) {
    const { reason, mark } = error as YAMLException;
    const why = String(reason ?? 'unknown reason').replace(/\s*(".*"|<.*>)/gs, '');
    throw new ConfigError(
      `${what} is not valid YAML: ${why}${mark ? `, line ${mark.line + 1}, column ${mark.column + 1}` : ''}`,
      'A bracket or quote that is not closed, or uneven indentation, is the usual cause.',
    );
  }
}

/**
 * Parses JSON.
 * @param own picks the part of the content whose keys must not repeat
 * @throws ConfigError with line and column where they are known, without a word of the content
 */
export function parseJson(
  text: string,
  what: string,
  own: (content: unknown) => unknown = (content) => content,
): unknown {
  const content = parsedJson(text, what);
  const repeated = repeatedKey(text, content, own(content));
  if (!repeated) return content;
  throw new ConfigError(
    `${what} has the key ${quotedName(repeated.key)} twice: ${lineAndColumn(text, repeated.offset)}`,
    'Remove one of the two: which one counts would be a guess.',
  );
}

function parsedJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const at = /at position (\d+)/.exec((error as Error).message)?.[1];
    const end = /end of JSON input/.test((error as Error).message) ? text.length : undefined;
    const place = at === undefined ? end : Number(at);
    throw new ConfigError(
      `${what} is not valid JSON${place === undefined ? '' : `: ${lineAndColumn(text, place)}`}`,
      'A comma after the last entry, a comment or a missing quote is the usual cause.',
    );
  }
}

function lineAndColumn(text: string, position: number): string {
  const lines = text.slice(0, position).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
