import { type Command, Option } from 'commander';
import { CHANNEL } from '../../core/agora/limits.js';
import { exclusionError, UsageError } from '../../core/errors.js';
import { type Finding, finding } from '../../core/finding.js';
import type { Values } from '../../core/generate/options.js';
import { isOwnRtc } from '../../core/generate/services.js';
import type { Issued } from '../../core/generate/sign-kind.js';
import type { Notice } from '../config/types.js';
import type { Invocation } from '../invocation.js';
import { FORMS, type Form, formsHelp, OUTPUTS, type OutputForm } from '../render/forms.js';
import { summary } from '../render/summary.js';

/**
 * The options of every command that makes a token: how it leaves.
 * @param more other forms that this command has
 */
export function deliveryOptions(
  command: Command,
  more: Readonly<Record<string, Pick<Form, 'help'>>> = {},
): Command {
  return command
    .addOption(
      new Option(
        '--output <form>',
        `how it is printed: ${formsHelp(Object.entries({ ...FORMS, ...more }))}`,
      ).choices([...OUTPUTS, ...Object.keys(more)]),
    )
    .option('--copy', 'also put the token on the clipboard')
    .option('--qr', 'also draw the token as a QR code on stderr, for a phone');
}

export interface DeliveryOptions {
  /** `csv` for a batch alone. */
  readonly output?: OutputForm | 'csv';
  readonly copy?: boolean;
  readonly qr?: boolean;
}

/** The options of a command that signs with a certificate. */
export type SigningOptions = DeliveryOptions & { readonly appCertificateFile?: string };

/** A token on its way out, and what is told with it. */
export interface Delivery extends Issued {
  readonly values: Values;
  /** The profile that signed. */
  readonly profile: string;
  /** What was said of the settings; what of it is a finding is in the document too. */
  readonly notices?: readonly Notice[];
}

type Print = (text: string) => Promise<void>;

/**
 * `--json` and `--output json` are one; another form beside `--json` contradicts it.
 * @throws UsageError
 */
export function assertOneForm({ mode, options }: Invocation<DeliveryOptions>): void {
  if (mode.json && options.output !== undefined && options.output !== 'json') {
    throw exclusionError('--json', `--output ${options.output}`);
  }
}

/** @throws UsageError where several tokens would leave by a way that is for one */
export function assertForSeveral(
  number: number,
  { json, options }: Invocation<DeliveryOptions>,
): void {
  const { output = 'token', copy, qr } = options;
  const way = [
    !json && output !== 'token' && `--output ${output}`,
    copy && '--copy',
    qr && '--qr',
  ].find((each) => each);
  if (!way) return;
  throw new UsageError(
    `${number} tokens were found, and ${way} is for one`,
    'Pass only the one you mean. To see all of them: agora-token decode',
  );
}

/**
 * Hands a new token out, then tells a person what it is and what to mind.
 * @param print takes what would be printed, where it is a part of more
 */
export async function finish(
  invocation: Invocation<DeliveryOptions>,
  delivery: Delivery,
  print: Print = (text) => invocation.print(text),
): Promise<void> {
  const { signed, values } = delivery;
  const { ctx } = invocation;
  const found = delivery.warnings();
  const told = (delivery.notices ?? []).flatMap(({ code, message, hint }) =>
    code ? [finding(code, message, hint)] : [],
  );
  await deliver(invocation, delivery, [...found, ...told], print);
  if (invocation.json) return;
  for (const { message, fix } of found) await invocation.warn(message, fix);
  if (values.channel?.length === CHANNEL.maxBytes) await invocation.note(LONGEST_CHANNEL);
  if (values.with?.some((each) => isOwnRtc(each, values))) await invocation.note(OWN_RTC);
  if (ctx.stderr.isTTY) await invocation.note(summary(values, signed, ctx));
}

/** Agora's pages differ: a channel name is "up to" or "less than" 64 bytes, which are as many characters. */
const LONGEST_CHANNEL =
  "note: the channel has 64 bytes, which not all of Agora's pages allow; a shorter name is safe";

const OWN_RTC = 'note: the token has RTC for its channel already, so --with rtc adds nothing';

/** Hands a token out in the form that was asked for. */
async function deliver(
  invocation: Invocation<DeliveryOptions>,
  { signed, values, profile }: Delivery,
  found: readonly Finding[],
  print: Print,
): Promise<void> {
  const { output, copy, qr } = invocation.options;
  // One token is not delivered as CSV: that was refused before.
  const word = output === undefined || output === 'csv' ? 'token' : output;
  const form = FORMS[invocation.json ? 'json' : word];
  const text = await form.render({ signed, values, profile, warnings: found }, invocation.ctx);
  if (text !== '') await print(text);
  if (copy) await copied(signed.text, invocation);
  if (qr) await drawn(signed.text, invocation);
}

// The token has been printed already: what else fails costs nothing but a warning.

async function drawn(text: string, invocation: Invocation): Promise<void> {
  const { QR_MAX_BYTES, qrCode } = await import('../render/qr-code.js');
  const code = await qrCode(text);
  if (code !== undefined) return invocation.note(code);
  await invocation.warn(
    `the token is too long for a QR code: ${text.length} bytes, and at most ${QR_MAX_BYTES} fit`,
    'The token itself was printed; fewer names in it make it shorter.',
  );
}

async function copied(text: string, invocation: Invocation): Promise<void> {
  try {
    await invocation.ctx.copyToClipboard(text);
    await invocation.note('copied to the clipboard');
  } catch (error) {
    await invocation.warn(
      `the token could not be copied: ${error instanceof Error ? error.message.split('\n')[0] : 'no clipboard'}`,
      'The token itself was printed.',
    );
  }
}
