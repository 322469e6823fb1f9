import { Option } from 'commander';
import { certificateFileOption } from './credentials.js';
import { type Declare, examples } from './declare.js';
import { deliveryOptions } from './delivery.js';

export const declareRenew: Declare = (parent, act) => {
  const command = parent
    .command('renew')
    .summary('sign a fresh token with the content of another')
    .description(
      'Signs a token with the same services, names, roles and relative privileges, issued now, by the ' +
        'profile that owns its App ID. A token of the old format 006 does not hold its channel and uid: ' +
        'give both, and they are checked against it.',
    )
    .argument('[token]', 'the token, or - for standard input')
    .option(
      '-e, --expires-in <duration>',
      'the new lifetime (default: that of the token; 1h where it does not tell)',
    )
    .option('-c, --channel <name>', '006: the channel of the token')
    .option('-u, --uid <number>', '006: the uid of the token')
    .option('-a, --account <text>', '006: the user account of the token')
    .option('--user-id <id>', '006: the RTM user id of the token')
    .addOption(
      new Option('--token-version <version>', '006: the format of the new token').choices([
        '007',
        '006',
      ]),
    )
    .option('--force', 'renew also what does not verify: its content may be forged')
    .option('--issued-at <time>', 'the issue time: Unix seconds or RFC 3339 (default: now)')
    .option('--salt <uint32>', 'the salt, to make the token reproducible (default: random)')
    .addHelpText(
      'after',
      examples(
        'agora-token renew "$TOKEN"',
        'agora-token renew "$TOKEN" -e 24h --copy',
        'agora-token renew "$OLD_006_TOKEN" -c demo -u 42 --token-version 007',
      ),
    );
  deliveryOptions(command);
  certificateFileOption(command);
  command.action(act(async () => (await import('../commands/renew.js')).renew));
};
