/** How a command line wants to be answered. */
export interface Mode {
  /** Exactly one JSON document on stdout: `--json`, or `--output json`. */
  readonly json: boolean;
  /** A JSON document per line: `--ndjson`. */
  readonly ndjson: boolean;
  /** The rows of a batch are answered in lines. */
  readonly batch: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  /** `--color` or `--no-color`, whichever comes last; undefined: each stream decides. */
  readonly colour: boolean | undefined;
}

/**
 * Reads the mode from a command line that may not be parsed to its end: errors are answered in it too.
 * By hand: loading `parseArgs` of Node.js takes as long as declaring all options of a command.
 */
export function modeOf(argv: readonly string[]): Mode {
  const given = lastOptions(argv);
  const colour = [...given.keys()].findLast((name) => name === 'color' || name === 'no-color');
  return {
    json: given.get('json') === true || given.get('output') === 'json',
    ndjson: given.get('ndjson') === true,
    batch: given.has('batch'),
    quiet: given.get('quiet') === true,
    debug: given.get('debug') === true,
    colour: colour === undefined ? undefined : colour === 'color',
  };
}

/** Options whose value is the next argument, which may look like an option. */
const WITH_VALUE = new Set(['output', 'batch']);

/** The last value of each long option, in order of their last occurrence; true: no value. */
function lastOptions(argv: readonly string[]): ReadonlyMap<string, string | true> {
  const given = new Map<string, string | true>();
  const give = (name: string, value: string | true = true) => {
    given.delete(name);
    given.set(name, value);
  };
  for (let at = 0; at < argv.length && argv[at] !== '--'; at++) {
    const arg = argv[at] as string;
    const [, name, value] = /^--(.[^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name !== undefined) give(name, value ?? (WITH_VALUE.has(name) ? argv[++at] : undefined));
    else if (/^-[^-]*q/.test(arg)) give('quiet');
  }
  return given;
}
