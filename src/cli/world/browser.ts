import { spawn } from 'node:child_process';
import type { Environment } from '../context.js';

/** A program that opens a page in the user's browser, and its arguments. */
type Opener = readonly [program: string, ...args: string[]];

/**
 * Opens a page or a file in the browser: with BROWSER, as other programs do, else as the system does.
 * @throws Error saying what failed
 */
export async function openInBrowser(
  url: string,
  platform: NodeJS.Platform,
  env: Environment,
): Promise<void> {
  const [program, ...args] = openerOf(url, platform, env);
  const child = spawn(program, args, {
    env: env as NodeJS.ProcessEnv,
    stdio: 'ignore',
    detached: true,
    windowsHide: true,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('error', ({ code }: NodeJS.ErrnoException) =>
        reject(
          new Error(`${program} ${code === 'ENOENT' ? 'is not installed' : `failed (${code})`}`),
        ),
      );
      child.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`)),
      );
      // A browser that BROWSER names is no opener: it stays.
      setTimeout(resolve, OPENING_MILLISECONDS).unref();
    });
  } finally {
    child.unref();
  }
}

/** Openers end when the browser has the file. */
const OPENING_MILLISECONDS = 3000;

export function openerOf(url: string, platform: NodeJS.Platform, env: Environment): Opener {
  // Some set a list of programs; the first is the one that they want.
  const [own = ''] = (env.BROWSER ?? '').split(':');
  if (own.trim() !== '') return [own.trim(), url];
  switch (platform) {
    case 'darwin':
      return ['open', url];
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler', url];
    default:
      // A browser of Windows cannot be given a path of Linux.
      return env.WSL_DISTRO_NAME ? ['wslview', url] : ['xdg-open', url];
  }
}
