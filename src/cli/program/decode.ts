import { type Declare, examples } from './declare.js';

export const declareDecode: Declare = (parent, act) => {
  parent
    .command('decode')
    .summary('take a token apart')
    .description(
      'Reads any Agora token (007, 006, 005, 004, 003, older keys, signaling, whiteboard) ' +
        'and shows what is in it. Needs no certificate and no config.',
    )
    .argument('[token...]', 'the token, or - for standard input')
    .option('--ndjson', 'print a JSON document a line, for each argument or line of standard input')
    .addHelpText(
      'after',
      examples(
        'agora-token decode "$TOKEN"',
        'pbpaste | agora-token decode -',
        'agora-token decode --json "$TOKEN" | jq .services',
        'agora-token decode --ndjson < tokens.txt',
      ),
    )
    .action(act(async () => (await import('../commands/decode.js')).decode));
};
