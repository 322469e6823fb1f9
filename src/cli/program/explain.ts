import { type Declare, examples } from './declare.js';

export const declareExplain: Declare = (parent, act) => {
  parent
    .command('explain')
    .summary('say what an error of an Agora SDK means')
    .description(
      'Explains an error about tokens: what it means in RTC, RTM, Chat and the others, its likely ' +
        'causes, and the options of `inspect` that check for them. Without an error it lists all.',
    )
    .argument('[error...]', 'a number, a name, or the log line; - for standard input')
    .addHelpText(
      'after',
      examples(
        'agora-token explain 110',
        'agora-token explain ERR_TOKEN_EXPIRED',
        'agora-token explain "CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed"',
        'agora-token explain -- -10005',
      ),
    )
    .action(act(async () => (await import('../commands/explain.js')).explain));
};
