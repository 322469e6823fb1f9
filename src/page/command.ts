/** The same on the command line. */

/** In single quotes where a shell would read more than a word. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** @param options by their names in camelCase; true is a switch, a list is one option for each */
export function commandLine(
  words: readonly string[],
  options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>,
): string {
  const flags = Object.entries(options).flatMap(([key, value]) => {
    const flag = `--${key.replace(/[A-Z]/g, '-$&').toLowerCase()}`;
    if (value === undefined || value === false) return [];
    if (value === true) return [flag];
    const values = typeof value === 'string' ? [value] : value;
    return values.map((text) => flagWithValue(flag, text));
  });
  return ['agora-token', ...words, ...flags].join(' ');
}

/** A value that looks like an option has to be glued to its own. */
function flagWithValue(flag: string, value: string): string {
  return value.startsWith('-') ? `${flag}=${shellWord(value)}` : `${flag} ${shellWord(value)}`;
}
