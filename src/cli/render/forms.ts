import type { Finding } from '../../core/finding.js';
import type { Values } from '../../core/generate/options.js';
import { document } from '../../core/json/document.js';
import { tokenJson } from '../../core/json/generate-json.js';
import type { ParsedToken } from '../../core/token/model.js';
import type { Context } from '../context.js';

/** A new token, and what is known of it. */
interface Made {
  readonly signed: ParsedToken;
  readonly values: Values;
  /** The profile that signed. */
  readonly profile: string;
  readonly warnings: readonly Finding[];
}

/** A form in which a new token leaves. */
export interface Form {
  /** In a few words, for help. */
  readonly help: string;
  /** What is printed on stdout; nothing where the token leaves by another way. */
  readonly render: (made: Made, ctx: Context) => string | Promise<string>;
}

/** What writes a token's variables is loaded for the forms that have them. */
const inVariables = async (
  { signed, values }: Made,
  form: 'dotenvLines' | 'shellLines' | 'powershellLines',
) => {
  const writers = await import('./variables.js');
  return writers[form](writers.variables(signed, values));
};

/** THE table of forms: the values of `--output`, their help and what they print. */
export const FORMS = {
  token: { help: 'only the token', render: ({ signed }) => `${signed.text}\n` },
  json: {
    help: 'everything in it',
    render: ({ signed, profile, warnings }) => document(tokenJson(signed, profile, warnings)),
  },
  dotenv: { help: 'KEY=value lines', render: (made) => inVariables(made, 'dotenvLines') },
  shell: { help: 'exports to eval', render: (made) => inVariables(made, 'shellLines') },
  github: {
    help: 'an output of a GitHub Actions step',
    render: async ({ signed }, ctx) => {
      const { toGithub } = await import('../output/github.js');
      await toGithub(signed.text, ctx);
      return '';
    },
  },
  powershell: {
    help: 'variables for PowerShell, not tried there yet',
    render: (made) => inVariables(made, 'powershellLines'),
  },
} satisfies Readonly<Record<string, Form>>;

export type OutputForm = keyof typeof FORMS;

/** The values of `--output`. */
export const OUTPUTS = Object.keys(FORMS) as readonly OutputForm[];

/** `token (the token alone), json (everything in it) …` */
export const formsHelp = (forms: readonly (readonly [string, Pick<Form, 'help'>])[]): string =>
  forms.map(([word, { help }]) => `${word} (${help})`).join(', ');
