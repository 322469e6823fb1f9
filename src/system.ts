import { randomBytes, randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from './context.js';
import { InterruptedError } from './errors.js';

/** The real world: the only file that names process, the clock and randomness. */
export function systemContext(): Context {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    home: home(),
    platform: process.platform,
    nodeVersion: process.versions.node,
    clock: Date.now,
    randomUint32: () => randomBytes(4).readUInt32LE(),
    randomUuid: randomUUID,
    utcOffsetMinutes: (milliseconds) => -new Date(milliseconds).getTimezoneOffset(),
    sleep: async (milliseconds, signal) => {
      try {
        await wait(milliseconds, undefined, signal ? { signal } : {});
      } catch {
        throw new InterruptedError();
      }
    },
    interruption,
    prompter: async () =>
      (await import('./prompts.js')).terminalPrompter(process.stdin, process.stderr),
    copyToClipboard: async (text) => (await import('./clipboard.js')).copy(text),
  };
}

function home(): string | undefined {
  try {
    return homedir() || undefined;
  } catch {
    return undefined;
  }
}

let controller: AbortController | undefined;

function interruption(): AbortSignal {
  if (!controller) {
    const created = new AbortController();
    const abort = () => created.abort();
    process.once('SIGINT', abort);
    process.once('SIGTERM', abort);
    controller = created;
  }
  return controller.signal;
}
