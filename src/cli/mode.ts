import { parseArgs } from 'node:util';

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
 */
export function modeOf(argv: readonly string[]): Mode {
  const { values, tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    options: {
      json: { type: 'boolean' },
      ndjson: { type: 'boolean' },
      quiet: { type: 'boolean', short: 'q' },
      debug: { type: 'boolean' },
      output: { type: 'string' },
      batch: { type: 'string' },
    },
  });
  const colour = tokens.findLast(
    (token) => token.kind === 'option' && /^(no-)?color$/.test(token.name),
  );
  return {
    json: values.json === true || values.output === 'json',
    ndjson: values.ndjson === true,
    batch: values.batch !== undefined,
    quiet: values.quiet === true,
    debug: values.debug === true,
    colour: colour?.kind === 'option' ? colour.name === 'color' : undefined,
  };
}
