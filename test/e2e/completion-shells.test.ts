import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type IPty, spawn } from '@lydell/node-pty';
import { beforeAll, describe, expect, test } from 'vitest';
import { folder } from '../helpers/folder.js';
import { programFolder } from '../helpers/program.js';

/** The completion scripts in the shells themselves; a shell that is not installed is skipped. */
function has(shell: string): boolean {
  try {
    execFileSync(shell, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const SHELLS = ['bash', 'zsh', 'fish'].filter(has);
for (const shell of ['bash', 'zsh', 'fish']) {
  if (!SHELLS.includes(shell)) console.warn(`No completion in ${shell}: it is not installed.`);
}

const bin = programFolder();
const cwd = folder({
  '.agora-tokenrc': 'profiles: { dev: {}, prod: {} }',
  'team.yaml': 'profiles: { team: {} }',
  'home/': '',
  'zfunc/': '',
});
const env = {
  PATH: `${bin}${delimiter}${process.env.PATH}`,
  HOME: join(cwd, 'home'),
  TERM: 'xterm',
  LANG: 'C.UTF-8',
};

beforeAll(() => {
  for (const shell of SHELLS) {
    const script = execFileSync(join(bin, 'agora-token'), ['completion', shell], { env });
    writeFileSync(join(cwd, `completion.${shell}`), script);
    if (shell === 'zsh') writeFileSync(join(cwd, 'zfunc', '_agora-token'), script);
  }
});

/** An interactive shell that has loaded its script. */
class Shell {
  readonly #terminal: IPty;
  #output = '';

  constructor(program: string, args: string[]) {
    this.#terminal = spawn(program, args, { cwd, env, cols: 200, rows: 50 });
    this.#terminal.onData((data) => {
      this.#output += data;
    });
  }

  /** Types, and waits until a text shows. */
  async type(keys: string, expected: string): Promise<void> {
    this.#output = '';
    this.#terminal.write(keys);
    const end = Date.now() + 15_000;
    while (!stripVTControlCharacters(this.#output).includes(expected)) {
      if (Date.now() > end) {
        throw new Error(`${expected} does not show in ${JSON.stringify(this.#output)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  end(): void {
    this.#terminal.kill();
  }
}

const CASES: readonly (readonly [line: string, expected: string])[] = [
  ['agora-token gene', 'agora-token generate '],
  ['agora-token generate white', 'generate whiteboard '],
  ['agora-token generate rtc --chan', '--channel '],
  ['agora-token generate rtc --role sub', '--role subscriber '],
  ['agora-token --profile pr', '--profile prod '],
  ['agora-token --config team.yaml -p te', '-p team '],
  ['agora-token --config te', '--config team.yaml'],
  ['agora-token --profile=pr', '--profile=prod '],
];

const CTRL_U = '\x15';

const COMPINIT = 'autoload -Uz compinit; compinit -u -D';

describe.each([
  ['bash', ['--norc', '--noprofile', '-i'], 'source ./completion.bash', CASES],
  ['zsh', ['-f', '-i'], `${COMPINIT}; source ./completion.zsh`, CASES],
  // The same script, which zsh loads by itself.
  ['zsh', ['-f', '-i'], `fpath=($PWD/zfunc $fpath); ${COMPINIT}`, CASES.slice(0, 2)],
] as const)('%s %j %s', (program, args, setup, cases) => {
  test.skipIf(!SHELLS.includes(program))('completes at a Tab', { timeout: 60_000 }, async () => {
    const shell = new Shell(program, [...args]);
    try {
      await shell.type(`${setup}; echo rea''dy\r`, 'ready');
      for (const [line, expected] of cases) {
        await shell.type(`${line}\t`, expected);
        await shell.type(`${CTRL_U}echo ne''xt\r`, 'next');
      }
    } finally {
      shell.end();
    }
  });
});

test.skipIf(!SHELLS.includes('fish'))(
  'fish completes, without a terminal too',
  { timeout: 60_000 },
  () => {
    const script = 'source ./completion.fish; for line in $argv; complete -C $line; echo ==; end';
    const lines = CASES.map(([line]) => line);
    const answer = execFileSync('fish', ['--no-config', '-c', script, ...lines], { cwd, env });
    const answers = answer
      .toString()
      .split('==\n')
      .map((part) => part.split('\n').map((each) => each.split('\t')[0]));
    for (const [index, [, expected]] of CASES.entries()) {
      expect(answers[index]).toContain(expected.trimEnd().split(' ').at(-1));
    }
  },
);
