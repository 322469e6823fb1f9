import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Mode, modeOf } from '../../src/cli/mode.js';
import { runs } from '../helpers/runs.js';

/** The same by Node.js' own reader of options. */
function expected(argv: readonly string[]): Mode {
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

const NAMES = ['json', 'ndjson', 'quiet', 'debug', 'output', 'batch', 'color', 'no-color', 'uid'];
const word = fc.constantFrom(
  '',
  'json',
  'x',
  'generate',
  '-',
  '--',
  '-q',
  '-cq',
  '-c=q',
  '-e',
  '=',
);
const argument = fc.oneof(
  word,
  fc.constantFrom(...NAMES).map((name) => `--${name}`),
  fc.tuple(fc.constantFrom(...NAMES), word).map(([name, value]) => `--${name}=${value}`),
  // Within a group of letters Node.js takes a dash for the end of all options.
  fc.string().filter((text) => !/^-[^-].*-/s.test(text)),
);

test('the mode is what Node.js reads of any command line', () => {
  fc.assert(
    fc.property(fc.array(argument, { maxLength: 6 }), (argv) => {
      expect(modeOf(argv)).toEqual(expected(argv));
    }),
    runs(1000),
  );
});

test('a dash in a value that is glued to its option ends nothing', () => {
  expect(modeOf(['-ca-b', '--json', '-q'])).toMatchObject({ json: true, quiet: true });
});
