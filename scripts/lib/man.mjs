import { build } from 'esbuild';

/** The man page, made from the command tree that the program itself parses with. */
export async function manPage(root, version) {
  const { createProgram, EXIT_MEANINGS, VARIABLES } = await load(root);
  let shown = '';
  const sink = {
    out: (text) => {
      shown += text;
    },
    err: () => {},
  };
  const ctx = { stdout: { columns: 1000 }, stderr: { columns: 1000 } };
  const { command: program } = await createProgram(ctx, sink);

  /** No part of the tree: the examples that the help ends with, and paragraphs behind them. */
  const endOf = (command) => {
    shown = '';
    command.outputHelp();
    const [examples = '', ...notes] = (shown.split('\nExamples:\n')[1] ?? '').split('\n\n');
    const lines = examples.split('\n').map((line) => line.trim());
    return { examples: lines.filter(Boolean), notes: notes.map((note) => note.trim()) };
  };
  const help = program.createHelp();

  const page = [
    `.TH AGORA\\-TOKEN 1 "" "agora\\-token\\-cli ${roff(version)}" "User Commands"`,
    '.SH NAME',
    'agora\\-token \\- generate, decode and inspect Agora tokens, offline',
    '.SH SYNOPSIS',
    '.B agora\\-token',
    '[\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]',
    '.SH DESCRIPTION',
    text(program.description()),
    'Standard output holds the result and nothing else; everything else is written to standard error.',
    'No network connection is ever opened.',
    '.SH OPTIONS',
    'They may stand before or behind the command.',
    ...options(help.visibleOptions(program)),
    '.SH COMMANDS',
    ...leaves(program).flatMap((command) => section(command, help, endOf(command))),
    '.SH EXIT STATUS',
    ...EXIT_MEANINGS.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, roff(meaning)]),
    '.SH ENVIRONMENT',
    ...VARIABLES.flatMap((name) => ['.TP', `.B ${roff(name)}`, roff(meaningOf(name))]),
    '.SH SEE ALSO',
    'The README of the package tells of configuration, continuous integration and security.',
  ];
  return `${page.join('\n')}\n`;
}

/** What is told of each variable. */
const MEANING = {
  AGORA_APP_ID: 'The App ID of the project.',
  AGORA_APP_CERTIFICATE: 'Its App Certificate, which signs and verifies tokens.',
  AGORA_APP_SECONDARY_CERTIFICATE: 'Its secondary certificate, which verifies too.',
  AGORA_WHITEBOARD_ACCESS_KEY: 'The access key of the whiteboard.',
  AGORA_WHITEBOARD_SECRET_KEY: 'Its secret key, which signs and verifies whiteboard tokens.',
  AGORA_TOKEN_PROFILE: 'The profile to use, as --profile names it.',
  AGORA_TOKEN_CONFIG: 'The config file to read, as --config names it.',
};

function meaningOf(name) {
  const meaning = MEANING[name];
  if (!meaning) throw new Error(`the man page does not tell what ${name} means`);
  return meaning;
}

/** The parts of the program that the page is made from. */
async function load(root) {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { createProgram } from './src/cli/program.js';
        export { EXIT_MEANINGS } from './src/core/errors.js';
        export { VARIABLES } from './src/cli/config/environment.js';`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    plugins: [onlyTheTree],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire('file:///');",
    },
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

/** What commands load when they run has no part in their help. */
const onlyTheTree = {
  name: 'only-the-tree',
  setup(build) {
    build.onResolve({ filter: /\/commands\// }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

function leaves(command) {
  return command.commands
    .filter((child) => !child._hidden)
    .flatMap((child) => (child.commands.length > 0 ? leaves(child) : [child]));
}

function section(command, help, { examples, notes }) {
  return [
    `.SS ${roff(help.commandUsage(command))}`,
    text(command.description()),
    ...options(help.visibleOptions(command).filter(({ long }) => long !== '--help')),
    ...(examples.length > 0
      ? ['.PP', 'Examples:', '.PP', '.EX', ...examples.map(roff), '.EE']
      : []),
    ...notes.flatMap((note) => ['.PP', text(note)]),
  ];
}

function options(list) {
  return list.flatMap(({ flags, description, argChoices }) => [
    '.TP',
    `.B ${roff(flags)}`,
    text(argChoices ? `${description}; one of ${argChoices.join(', ')}` : description),
  ]);
}

const text = (words) => roff(words.replaceAll('\n', ' '));

/** Characters that roff would take for its own, or show as others that a shell does not know. */
const CHARACTERS = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\[aq]',
  '`': '\\[ga]',
  '^': '\\[ha]',
  '~': '\\[ti]',
};

function roff(words) {
  return words
    .replace(/[\\'`^~-]/g, (character) => CHARACTERS[character])
    .replace(/[^\0-\x7f]/gu, (character) => {
      const code = character.codePointAt(0).toString(16).toUpperCase();
      return `\\[u${code.padStart(4, '0')}]`;
    })
    .replace(/^\./gm, '\\&.');
}
