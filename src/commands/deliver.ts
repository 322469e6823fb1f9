import type { Finding } from '../finding.js';
import type { Values } from '../generate/options.js';
import { tokenJson } from '../generate/token-json.js';
import type { Invocation } from '../invocation.js';
import { document } from '../output/json.js';
import type { ParsedToken } from '../token/model.js';

export type OutputForm = 'token' | 'json' | 'dotenv' | 'shell' | 'github';

export interface DeliveryOptions {
  readonly output?: OutputForm;
  readonly copy?: boolean;
  readonly qr?: boolean;
}

/** A token on its way out, and what is told with it. */
export interface Delivery {
  readonly signed: ParsedToken;
  readonly values: Values;
  /** The profile that signed. */
  readonly profile: string;
  readonly warnings: readonly Finding[];
}

/** Hands a token out in the form that was asked for. */
export async function deliver(
  invocation: Invocation<DeliveryOptions>,
  delivery: Delivery,
): Promise<void> {
  const { signed, values } = delivery;
  const { output = 'token', copy, qr } = invocation.options;
  if (invocation.json)
    await invocation.print(document(tokenJson(signed, delivery.profile, delivery.warnings)));
  else if (output === 'github') {
    const { toGithub } = await import('./github.js');
    await toGithub(signed.text, invocation.ctx);
  } else if (output === 'token') await invocation.print(`${signed.text}\n`);
  else {
    const { dotenvLines, shellLines, variables } = await import('../generate/variables.js');
    const lines = output === 'shell' ? shellLines : dotenvLines;
    await invocation.print(lines(variables(signed, values)));
  }
  if (copy) await copied(signed.text, invocation);
  if (qr) {
    const { qrCode } = await import('../output/qr-code.js');
    await invocation.note(await qrCode(signed.text));
  }
}

/** The token has been printed already: a missing clipboard costs nothing but a warning. */
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
