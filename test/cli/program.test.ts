import { describe, expect, test } from 'vitest';
import { run } from '../helpers/run.js';
import { tree } from '../helpers/tree.js';

async function names(words?: readonly string[]): Promise<string[]> {
  return (await tree(words)).commands.map((child) => child.name());
}

describe('the tree is built as far as a command line needs it', () => {
  test('all of it for help and completion, or where no command is named', async () => {
    const whole = await names();
    expect(whole).toContain('decode');
    for (const words of [['help'], ['completion', 'bash'], ['__complete', 'x'], ['dekode'], []]) {
      expect(await names(words)).toEqual(whole);
    }
  });

  test('every command can be found by its own name', async () => {
    for (const name of await names()) expect(await names([name, '--help'])).toContain(name);
  });

  test('no more than what is named', async () => {
    expect(await names(['decode', '007abc'])).toEqual(['decode']);
    expect(await names(['--profile', 'decode', 'inspect'])).toEqual(['decode', 'inspect']);
    expect(await names(['--version'])).toEqual([]);
  });

  test('every kind under generate', async () => {
    const kinds = async (words?: readonly string[]) => {
      const generate = (await tree(words)).commands.find((child) => child.name() === 'generate');
      return generate?.commands.map((child) => child.name());
    };
    expect(await kinds(['generate', 'rtc'])).toEqual(await kinds());
    expect(await kinds()).toContain('rtc');
  });
});

test('a mistyped command is told the nearest, whatever its arguments', async () => {
  const { code, stderr } = await run(['dekode', 'x']);
  expect(code).toBe(2);
  expect(stderr).toContain('decode');
});
