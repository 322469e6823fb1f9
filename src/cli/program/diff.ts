import { type Declare, examples } from './declare.js';

export const declareDiff: Declare = (parent, act) => {
  parent
    .command('diff')
    .summary('compare two tokens field by field')
    .description(
      'Tells the fields in which two tokens differ. Exits 0 when they hold the same, else 7.',
    )
    .argument('<first>', 'a token, or - for standard input')
    .argument('<second>', 'the other token; one of the two may be -')
    .addHelpText(
      'after',
      examples(
        'agora-token diff "$OLD" "$NEW"',
        'agora-token generate rtc -c demo -u 42 | agora-token diff "$OLD" -',
        'agora-token diff --json "$OLD" "$NEW" | jq -r .differences[].field',
      ),
    )
    .action(act(async () => (await import('../commands/diff.js')).diff));
};
