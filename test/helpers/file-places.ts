import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { folder } from './folder.js';

/** A way in which a command gets the name of a file. */
export interface FilePlace {
  /** What the file is called in a message. */
  readonly called: string;
  readonly argv: readonly string[];
  /** `CWD` in a value is the working directory. */
  readonly env?: Readonly<Record<string, string>>;
  /** The path of the file, if not `it`. */
  readonly at?: string;
  readonly others?: Readonly<Record<string, string>>;
}

export const environmentIn = (cwd: string, { env = {} }: FilePlace) =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace('CWD', cwd)]));

/** A line that says what is wrong, one that says what to do, and nothing else. */
export const ONE_ANSWER = /^(?:::add-mask::.+\n)?agora-token: .+\n(?: {2}.+\n)*hint: .+\n$/;

export function makeFifo(path: string): void {
  if (fifos.length === 0) {
    const cwd = folder();
    fifos.push(...Array.from({ length: 32 }, (_, name) => join(cwd, String(name))));
    execFileSync('mkfifo', fifos);
  }
  renameSync(fifos.pop() as string, path);
}
/** Made in advance: starting a process takes longer than all the rest of a test. */
const fifos: string[] = [];

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

export async function makeSocket(path: string): Promise<void> {
  const server = createServer().listen(path);
  servers.push(server);
  await once(server, 'listening');
}
