/** App IDs and App Certificates are 32 hexadecimal characters, in either case. */
const LENGTH = 32;

/**
 * What keeps a text from being an App ID or certificate; undefined when nothing does. The text
 * itself is not shown: it may be a secret.
 */
export function hex32Problem(text: string): string | undefined {
  if (text === '') return 'it is empty';
  const characters = [...text];
  const wrong = characters.findIndex((character) => !/[0-9a-f]/i.test(character));
  if (characters.length !== LENGTH) {
    return `it has ${characters.length} character${characters.length === 1 ? '' : 's'}`;
  }
  return wrong < 0 ? undefined : `character ${wrong + 1} is not a hex digit`;
}

export const HEX32_EXPECTED = '32 hexadecimal characters';
