import inquirer from 'inquirer';
import { InterruptedError } from '../../core/errors.js';
import type { Prompter } from '../context.js';
import type { Style } from '../render/style.js';

/** How a question's end without an answer shows: Ctrl-C, a signal, the end of the input. */
const ENDINGS = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/**
 * Questions on a terminal. They are written to stderr, so that stdout stays the result's.
 * Every end without an answer is an InterruptedError.
 * @param onSignal takes over SIGINT and SIGTERM, and returns what gives them back
 */
export function terminalPrompter(
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
  style: Style,
  onSignal: (act: () => void) => () => void,
): Prompter {
  const theme = themeOf(style);
  const ask = async <T>(question: object): Promise<T> => {
    const ended = new AbortController();
    const abort = () => ended.abort();
    // readline closes at Ctrl-D, and the question would then wait for ever.
    const onKey = (_text: string, key: Key | undefined) => {
      if (key?.ctrl && key.name === 'd') abort();
    };
    stdin.once('end', abort).on('keypress', onKey);
    // Only while it asks: what runs between the questions ends at once, as without them.
    const release = onSignal(abort);
    try {
      const module = inquirer.createPromptModule({
        input: stdin,
        output: stderr,
        signal: ended.signal,
      });
      const answers = await module([{ ...question, theme, name: 'answer' }] as never);
      return (answers as { answer: T }).answer;
    } catch (error) {
      if (error instanceof Error && ENDINGS.has(error.name)) throw new InterruptedError();
      throw error;
    } finally {
      stdin.off('end', abort).off('keypress', onKey);
      release();
    }
  };
  return {
    input: (question) => ask({ type: 'input', ...question }),
    password: (question) => ask({ type: 'password', mask: '*', toggleMask: false, ...question }),
    select: (question) => ask({ type: 'select', loop: false, ...question }),
    confirm: (question) => ask({ type: 'confirm', ...question }),
  };
}

/** inquirer's look in our colours: by itself it goes by stdout, and knows nothing of `--no-color`. */
function themeOf({ good, bad, info, strong, dim }: Style) {
  return {
    prefix: { idle: info('?'), done: good('✔') },
    style: {
      answer: info,
      message: strong,
      error: (text: string) => bad(`> ${text}`),
      defaultAnswer: (text: string) => dim(`(${text})`),
      highlight: info,
      description: info,
      keysHelpTip: (keys: readonly (readonly [key: string, action: string])[]) =>
        keys.map(([key, action]) => `${strong(key)} ${dim(action)}`).join(dim(' • ')),
    },
  };
}
