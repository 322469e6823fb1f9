import { type Command, Option } from 'commander';
import { OUTPUTS } from '../render/forms.js';

/** The options of every command that makes a token: how it leaves. */
export function deliveryOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--output <form>',
        'the token alone, JSON, KEY=value lines, shell exports, or an output of GitHub Actions',
      ).choices(OUTPUTS),
    )
    .option('--copy', 'also put the token on the clipboard')
    .option('--qr', 'also draw the token as a QR code on stderr, for a phone');
}
