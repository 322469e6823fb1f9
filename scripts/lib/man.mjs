import { fromSources } from './sources.mjs';

/** The man page, made from the command tree that the program itself parses with. */
export async function manPage(root, version) {
  const parts = await fromSources(root, PARTS);
  const { createProgram, EXIT_MEANINGS, modeOf, readyAll, TOPICS, VARIABLE_MEANINGS } = parts;
  let shown = '';
  const sink = {
    out: (text) => {
      shown += text;
    },
    err: () => {},
  };
  const ctx = { stdout: { columns: 1000 }, stderr: { columns: 1000 } };
  const program = await readyAll((await createProgram(ctx, modeOf([]), sink)).command);

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
    'They may come before or after the command.',
    ...options(help.visibleOptions(program)),
    '.SH COMMANDS',
    ...leaves(program).flatMap((command) => section(command, help, endOf(command))),
    '.SH EXIT STATUS',
    ...EXIT_MEANINGS.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, roff(meaning)]),
    '.SH ENVIRONMENT',
    ...Object.entries(VARIABLE_MEANINGS).flatMap(([name, meaning]) => [
      '.TP',
      `.B ${roff(name)}`,
      roff(`${meaning}.`),
    ]),
    ...TOPICS.filter(({ name }) => !['environment', 'exit-codes'].includes(name)).flatMap(
      (topic) => [`.SH ${topic.name.toUpperCase()}`, ...blocks(parts.blocksOf(topic.text()))],
    ),
    '.SH SEE ALSO',
    'The README of the package describes configuration, continuous integration and security.',
  ];
  return `${page.join('\n')}\n`;
}

/** The parts of the program that the page is made from. */
const PARTS = `
  export { createProgram, readyAll } from './src/cli/program.js';
  export { modeOf } from './src/cli/mode.js';
  export { EXIT_MEANINGS } from './src/core/errors.js';
  export { TOPICS, VARIABLE_MEANINGS } from './src/cli/help-topics.js';
  export { blocksOf } from './src/cli/help-layout.js';`;

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

/** The paragraphs, items and lists of a topic. */
function blocks(list) {
  return list
    .map((lines) => lines.join('\n'))
    .filter(Boolean)
    .flatMap((block) => {
      if (block.startsWith(' '))
        return ['.RS', '.EX', roff(block.replaceAll(/^ {2}/gm, '')), '.EE', '.RE'];
      if (block.startsWith('- '))
        return ['.IP \\(bu 2', text(block.slice(2).replaceAll(/\n +/g, '\n'))];
      return ['.PP', text(block)];
    });
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
