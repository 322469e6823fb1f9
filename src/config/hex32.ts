import { isHex32 } from '../token/hex32.js';

const LENGTH = 32;

/**
 * What keeps a text from being an App ID or certificate; undefined when nothing does. The text
 * itself is not shown: it may be a secret.
 */
export function hex32Problem(text: string): string | undefined {
  if (isHex32(text)) return undefined;
  if (text === '') return 'it is empty';
  const characters = [...text];
  if (characters.length !== LENGTH) {
    return `it has ${characters.length} character${characters.length === 1 ? '' : 's'}`;
  }
  const wrong = characters.findIndex((character) => !/[0-9a-f]/i.test(character));
  return `character ${wrong + 1} is not a hex digit`;
}

export const HEX32_EXPECTED = '32 hexadecimal characters';
