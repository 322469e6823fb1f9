import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/program.js';
import { run } from '../helpers/run.js';
import { tree } from '../helpers/tree.js';

describe('the table of commands', () => {
  test('is the tree', async () => {
    const names = (await tree()).commands.map((child) => child.name());
    expect(names).toEqual(COMMANDS.map(({ name }) => name));
  });

  test('root help shows a row for each, without declaring any', async () => {
    const { stdout } = await run(['--help']);
    for (const { name, summary, hidden } of COMMANDS) {
      if (hidden) expect(stdout).not.toContain(name);
      else expect(stdout).toContain(summary);
    }
  });
});

test('a mistyped command is told the nearest, whatever its arguments', async () => {
  const { code, stderr } = await run(['dekode', 'x']);
  expect(code).toBe(2);
  expect(stderr).toContain('decode');
});
