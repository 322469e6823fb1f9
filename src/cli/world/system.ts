import { EXIT, InterruptedError } from '../../core/errors.js';
import type { Context, InputStream, OutputStream } from '../context.js';
import { KnownSecrets } from '../known-secrets.js';
import { DirectOutput, kindOfOutput, nodeStream, type StreamName } from './direct-output.js';

/**
 * The real world, as commands see it: process, the clock and randomness. Streams and built-in
 * modules are loaded when they are first touched, for each costs milliseconds at start-up.
 */
export function systemContext(): Context {
  return {
    get stdin() {
      return standardInput();
    },
    get stdout() {
      return standardOutput('stdout');
    },
    get stderr() {
      return standardOutput('stderr');
    },
    env: process.env,
    // Read once: looking for a config goes elsewhere, from where the way back may be closed.
    cwd: workingDirectory(),
    get home() {
      return home();
    },
    platform: process.platform,
    secrets: new KnownSecrets(process.env),
    nodeVersion: process.versions.node,
    clock: Date.now,
    // On Node.js 24, V8 lets the garbage of a stream grow by hundreds of megabytes.
    saveMemory: () =>
      process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1'),
    randomUint32,
    randomUuid: () => process.getBuiltinModule('node:crypto').randomUUID(),
    utcOffsetMinutes: (milliseconds) => -new Date(milliseconds).getTimezoneOffset(),
    sleep,
    interruption,
    shielded,
    prompter: async (style) =>
      (await import('./prompts.js')).terminalPrompter(
        process.stdin,
        process.stderr,
        style,
        onSignal,
      ),
    pagePath,
    openInBrowser: async (url) => {
      const { withoutSecrets } = await import('../config/without-secrets.js');
      const env = withoutSecrets(process.env);
      await (await import('./browser.js')).openInBrowser(url, process.platform, env);
    },
    runEditor,
    copyToClipboard: async (text) => {
      const { withoutSecrets } = await import('../config/without-secrets.js');
      // The tool that is started gets the environment as it is.
      process.env = withoutSecrets(process.env);
      await (await import('./clipboard.js')).copy(text);
    },
    listen: async (options, respond) => (await import('./listen.js')).listen(options, respond),
    networkAddresses,
  };
}

/** Random numbers that were drawn and not given out: drawing one by one is what costs. */
let drawn = new Uint32Array(0);
let given = 0;

function randomUint32(): number {
  if (given === drawn.length) {
    drawn = filledAtRandom(new Uint32Array(64));
    given = 0;
  }
  return drawn[given++] as number;
}

/** The system's random numbers; from `node:crypto`, which is slow to load, only where there is no file. */
function filledAtRandom(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  return readRandom(numbers)
    ? numbers
    : process.getBuiltinModule('node:crypto').randomFillSync(numbers);
}

function readRandom(into: Uint32Array): boolean {
  if (process.platform === 'win32') return false;
  const { closeSync, fstatSync, openSync, readSync } = process.getBuiltinModule('node:fs');
  try {
    const file = openSync('/dev/urandom', 'r');
    try {
      return fstatSync(file).isCharacterDevice() && readSync(file, into) === into.byteLength;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

let stdinTouched = false;

function standardInput(): InputStream {
  const problem = inputProblem();
  if (problem !== undefined) return unreadable(problem);
  stdinTouched = true;
  return process.stdin;
}

/** Why standard input is not read, as a code of the file system. */
function inputProblem(): string | undefined {
  const { fstatSync } = process.getBuiltinModule('node:fs');
  try {
    const input = fstatSync(0);
    // Node.js itself takes a directory for an empty input.
    if (input.isDirectory()) return 'EISDIR';
    const output = input.isFile() ? fstatSync(1) : undefined;
    // What is appended to the file would be read, and appended again, for ever.
    return output?.ino === input.ino && output.dev === input.dev ? 'EDEADLK' : undefined;
  } catch {
    return undefined;
  }
}

const unreadable = (code: string): InputStream => ({
  [Symbol.asyncIterator]: () => ({
    next: () => Promise.reject(Object.assign(new Error(code), { code })),
  }),
});

/** A terminal or pipe that was looked at but not read to its end would keep the process alive. */
export function releaseInput(): void {
  if (stdinTouched && !process.stdin.destroyed) process.stdin.unref?.();
}

const outputs = new Map<StreamName, OutputStream>();

function standardOutput(name: StreamName): OutputStream {
  const known = outputs.get(name);
  if (known) return known;
  const kind = kindOfOutput(name);
  const stream = kind ? new DirectOutput(name, kind) : nodeStream(name);
  outputs.set(name, stream);
  if (controller) keepListening();
  return stream;
}

/** Beside the built program. */
function pagePath(): string {
  const { fileURLToPath } = process.getBuiltinModule('node:url');
  return fileURLToPath(new URL('page.html', import.meta.url));
}

/** Signals that were taken over must arrive, whatever the readers of the outputs do. */
function keepListening(): void {
  for (const output of outputs.values()) {
    if (output instanceof DirectOutput) output.waitForNoReader();
  }
}

function workingDirectory(): string | undefined {
  try {
    const cwd = process.cwd();
    // A name that is not UTF-8 comes with U+FFFD in its place, and names another folder.
    return cwd.includes('\ufffd') && !isHere(cwd) ? undefined : cwd;
  } catch {
    return undefined;
  }
}

function isHere(folder: string): boolean {
  const { statSync } = process.getBuiltinModule('node:fs');
  const there = statSync(folder, { throwIfNoEntry: false });
  const here = statSync('.');
  return there?.dev === here.dev && there.ino === here.ino;
}

function home(): string | undefined {
  // What os.homedir() would say first; loading the module takes longer than finding the config.
  if (process.platform !== 'win32' && process.env.HOME) return process.env.HOME;
  try {
    return process.getBuiltinModule('node:os').homedir() || undefined;
  } catch {
    return undefined;
  }
}

function networkAddresses(): string[] {
  const all = Object.values(process.getBuiltinModule('node:os').networkInterfaces()).flat();
  return all.flatMap((each) =>
    each && each.family === 'IPv4' && !each.internal ? [each.address] : [],
  );
}

async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  const { setTimeout: wait } = process.getBuiltinModule('node:timers/promises');
  try {
    await wait(milliseconds, undefined, signal ? { signal } : {});
  } catch {
    throw new InterruptedError();
  }
}

/**
 * Takes over the signals that would end the program.
 * @returns gives them back
 */
function onSignal(act: () => void): () => void {
  // Not once(): inquirer's own listener kills the process where it finds itself the only one left.
  process.on('SIGINT', act).on('SIGTERM', act);
  return () => process.off('SIGINT', act).off('SIGTERM', act);
}

async function shielded<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const release = onSignal(() => stop.abort());
  try {
    const result = await act(stop.signal);
    // Node.js delivers a signal when nothing else runs.
    await new Promise(setImmediate);
    if (stop.signal.aborted) throw new InterruptedError();
    return result;
  } finally {
    release();
  }
}

async function runEditor([program = '', ...args]: readonly string[]): Promise<number> {
  const { withoutSecrets } = await import('../config/without-secrets.js');
  const { spawn } = process.getBuiltinModule('node:child_process');
  // Ctrl-C is the editor's, as long as it runs.
  const release = onSignal(() => {});
  try {
    return await new Promise((resolve, reject) => {
      const editor = spawn(program, args, { stdio: 'inherit', env: withoutSecrets(process.env) });
      editor.on('error', reject).on('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    release();
  }
}

/** How many milliseconds a command may take to end after a signal: with the exit it is under a second. */
const PATIENCE = 800;

let controller: AbortController | undefined;

function interruption(): AbortSignal {
  if (!controller) {
    const created = new AbortController();
    // The second signal ends the program at once.
    const release = onSignal(() => {
      release();
      created.abort();
      // If nobody reads the output, nothing ends by itself.
      setTimeout(() => process.exit(EXIT.interrupted), PATIENCE).unref();
    });
    controller = created;
    keepListening();
  }
  return controller.signal;
}
