import { Argument } from 'commander';
import { EXIT, type ExitCode } from '../../core/errors.js';
import { answer, document } from '../../core/json/document.js';
import { safeText } from '../../core/text/safe-text.js';
import { pick } from '../../core/util.js';
import type { CliCommand } from '../command.js';
import { type Declare, examples } from '../command.js';
import { type Completion, completionAt } from '../completion/candidates.js';
import { completionScript } from '../completion/scripts.js';
import type { Shell } from '../completion/shells.js';
import { SHELLS } from '../completion/shells.js';
import { profileNames } from '../config/inventory.js';
import type { Invocation } from '../invocation.js';

export const declareCompletion: Declare = (command, act) => {
  command
    .description(
      'Prints a script that completes commands, options, their values and profile names. The one for PowerShell has not been run in PowerShell yet.',
    )
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      examples(
        'source <(agora-token completion bash)       # or in ~/.bashrc',
        'agora-token completion zsh > ~/.zfunc/_agora-token    # fpath+=~/.zfunc before compinit',
        'agora-token completion fish > ~/.config/fish/completions/agora-token.fish',
        'agora-token completion powershell | Out-String | Invoke-Expression',
      ),
    )
    .action(act(completion));
};

export const declareComplete: Declare = (command, act) => {
  command
    .description('What the completion scripts ask.')
    .argument('[word...]')
    .action(act((invocation) => complete(invocation, command.parent as CliCommand)));
};

/** Prints the completion script of a shell. */
export async function completion(invocation: Invocation): Promise<ExitCode> {
  const shell = invocation.args[0] as Shell;
  const script = completionScript(shell);
  await invocation.print(invocation.json ? document(answer(true, { shell, script })) : script);
  return EXIT.ok;
}

/** Answers a completion script: the words before the cursor, and the one at it behind a colon. */
export async function complete(invocation: Invocation, program: CliCommand): Promise<ExitCode> {
  const words = joinedFlags(invocation.args.slice(0, -1));
  const current = invocation.args.at(-1)?.replace(/^:/, '') ?? '';
  await program.readyAlong(words);
  const found = completionAt(program, words, current);
  const lines = found.files ? [':files'] : await candidateLines(found, invocation);
  await invocation.print(lines.map((line) => `${line}\n`).join(''));
  return EXIT.ok;
}

async function candidateLines(found: Completion, { ctx }: Invocation): Promise<string[]> {
  const names = found.profiles
    ? await profileNames(ctx, pick(Object.fromEntries(found.options), 'config', 'envFile'))
    : [];
  // `:files` steers a script, and Node.js takes `--env-file=.env` for its own wherever it stands.
  const named = names.filter((value) => !/^[:-]/.test(value));
  return [...found.candidates, ...named.map((value) => ({ value, description: undefined }))].map(
    ({ value, description }) => {
      const shown = `${found.prefix}${safeText(value)}`;
      return description ? `${shown}\t${description.split('\n', 1)[0]}` : shown;
    },
  );
}

/** Bash gives `--role=x` as three words; without the `=` they are an option and its value. */
function joinedFlags(words: readonly string[]): string[] {
  return words.filter((word, index) => !(word === '=' && words[index - 1]?.startsWith('--')));
}
