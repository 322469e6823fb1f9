import { Option } from 'commander';
import { WHITEBOARD_ROLES } from '../../core/agora/roles.js';
import { RTC_ROLES } from '../../core/agora/rtc-roles.js';
import { SERVICES } from '../../core/agora/services.js';
import { suggest } from '../completion/suggestions.js';
import { certificateFileOption } from './credentials.js';
import { type Declare, examples } from './declare.js';

export const declareInspect: Declare = (parent, act) => {
  const command = parent
    .command('inspect')
    .summary('say whether a token is good, until when, and if not, why')
    .description(
      'Judges a token: verifies its signature when a certificate of its App ID is at hand, breaks ' +
        'down when each privilege ends, and compares with what you expect. Needs no config.',
    )
    .argument('[token]', 'the token, or - for standard input')
    .option('-c, --channel <name>', 'it must be for this channel')
    .option('-u, --uid <number>', 'it must be for this uid (0: any uid)')
    .option('-a, --account <text>', 'it must be for this string user account')
    .option('--user-id <text>', 'it must be for this user id (RTM, Chat, classroom)')
    .option('--room <uuid>', 'it must be for this classroom (APaaS)')
    .option('--uuid <uuid>', 'it must be for this whiteboard room or task')
    .option('--app-id <id>', 'it must be of this App ID')
    .addOption(
      suggest(new Option('--service <name>', 'it must hold this service: rtc, rtm, chat …'), [
        ...SERVICES.map(({ name }) => name),
        'whiteboard',
      ]),
    )
    .addOption(
      suggest(new Option('-r, --role <role>', 'it must allow this: publisher or subscriber'), [
        ...Object.keys(RTC_ROLES),
        ...WHITEBOARD_ROLES,
      ]),
    )
    .option('-e, --expires-in <duration>', 'it must stay valid that long')
    .option(
      '--error <code or text>',
      'explain this error of an SDK by the token, which must hold its service',
    )
    .option('--watch', 'count down to its end, and exit 5 there')
    .option('--no-verify', 'leave the signature unchecked')
    .option('--all-profiles', 'try the certificates of all profiles with its App ID')
    .option('--ndjson', 'print a JSON document a line, for each argument or line of standard input')
    .addHelpText(
      'after',
      `${examples(
        'agora-token inspect "$TOKEN"',
        'agora-token inspect "$TOKEN" --channel demo --uid 42 --role publisher',
        'agora-token inspect "$TOKEN" --error "invalid token, authorized failed"',
        'agora-token inspect - --expires-in 10m --quiet < test-token.txt   # in CI',
        'agora-token inspect --ndjson < tokens.txt',
      )}\n\nExit codes: 0 good, 4 unreadable, 5 expired, 6 wrong signature, 7 not as\nexpected, 8 good but ends within --expires-in.`,
    );
  certificateFileOption(command);
  command.action(act(async () => (await import('../commands/inspect.js')).inspect));
};
