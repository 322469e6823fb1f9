import { readFileSync } from 'node:fs';
import { ConfigError, EXIT, type ExitCode } from '../../core/errors.js';
import { document, SCHEMA_VERSION } from '../../core/json/document.js';
import { type Declare, examples } from '../command.js';
import { displayPath, resolvePath, unreadableError, visible } from '../config/files.js';
import { writePrivateFile } from '../config/private-file.js';
import { readHead } from '../config/read-file.js';
import { exclusive, type Invocation } from '../invocation.js';

export const declarePage: Declare = (command, act) => {
  command
    .description(
      'Opens a page in the browser that reads, judges and signs tokens. It is one file that loads ' +
        'nothing and sends nothing: copy it to whoever has no terminal.',
    )
    .option('--out <file|->', 'write the page to this file, or - for standard output')
    .option('--print-path', 'print where the page is, and open nothing')
    .addHelpText(
      'after',
      examples(
        'agora-token page',
        'agora-token page --out inspector.html',
        'agora-token page --print-path',
      ),
    )
    .action(act(page));
};

interface PageOptions {
  readonly out?: string;
  readonly printPath?: boolean;
}

/** Opens the page, or hands it out. */
export async function page(invocation: Invocation<PageOptions>): Promise<ExitCode> {
  const { options, ctx } = invocation;
  exclusive(options, [
    ['out', '--out'],
    ['printPath', '--print-path'],
  ]);
  const path = ctx.pagePath();
  if (options.out !== undefined) return handOut(path, options.out, invocation);
  if (options.printPath) {
    await answer(invocation, path, {});
    return EXIT.ok;
  }
  const problem = await ctx.openInBrowser(path).then(
    () => undefined,
    (error: Error) => error.message,
  );
  await answer(invocation, path, { opened: problem === undefined });
  if (problem === undefined) return EXIT.ok;
  await invocation.warn(
    `no browser could be opened: ${problem}`,
    'Open the file of this path yourself.',
  );
  return EXIT.ok;
}

async function handOut(
  path: string,
  out: string,
  invocation: Invocation<PageOptions>,
): Promise<ExitCode> {
  const html = contentOf(path);
  if (out === '-') {
    await invocation.print(html);
    return EXIT.ok;
  }
  const target = resolvePath(out, invocation.ctx.cwd, invocation.ctx);
  const shown = displayPath(target, invocation.ctx);
  if (holdsOther(target)) {
    throw new ConfigError(
      `${shown} is there, and is no page of this program`,
      'Give --out another name, or remove that file.',
    );
  }
  // It holds no secret, and is there to be handed on.
  writePrivateFile(target, html, `the page ${shown}`, {
    replace: true,
    mode: (visible(target)?.mode ?? 0o644) & 0o777,
    option: '--out',
  });
  if (invocation.json) await answer(invocation, target, {});
  else await invocation.note(`wrote ${shown}`);
  return EXIT.ok;
}

/** Whether there is more to lose in a file than an older page. */
function holdsOther(path: string): boolean {
  const text = Buffer.from(readHead(path) ?? []);
  return text.length > 0 && !text.includes('<title>Agora token</title>');
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(
      unreadableError(error, `the page ${path}`).message,
      'Install agora-token-cli again; in a checkout run npm run build.',
    );
  }
}

/** The path for a program, and on standard output for a person as well. */
async function answer(invocation: Invocation, path: string, more: object): Promise<void> {
  await invocation.print(
    invocation.json
      ? document({ schemaVersion: SCHEMA_VERSION, ok: true, path, ...more })
      : `${path}\n`,
  );
}
