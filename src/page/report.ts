import { FORMAT_TITLES } from '../core/agora/titles.js';
import { serviceFields, tokenFields } from '../core/inspect/fields.js';
import { headlineText, privilegeNames } from '../core/inspect/headline.js';
import { maskSecrets } from '../core/text/mask.js';
import { safeText } from '../core/text/safe-text.js';
import { inShort, utcTime } from '../core/text/time.js';
import type { Judged } from './judge.js';
import { verdictOf } from './words.js';

/** Characters of a token that tell what it is, and nothing that is signed. */
const SHOWN = 6;

/** `007eJx…[139 characters]` */
export function redacted(token: string): string {
  return `${token.slice(0, SHOWN)}…[${token.length} characters]`;
}

/**
 * The verdict with all that explains it, to be sent to somebody: without the signature, and with the
 * token cut to its beginning, so that nobody can use it.
 */
export function reportOf(judged: Judged): string {
  const lines = [headlineText(verdictOf(judged)), `judged at ${utcTime(judged.now)}`];
  for (const [name, value] of Object.entries(judged.question.texts)) {
    // A token or a certificate may have been pasted into any field.
    lines.push(`expected ${name}: ${maskSecrets(safeText(value))}`);
  }
  if (judged.error) {
    if (judged.error.hint) lines.push(`fix: ${judged.error.hint}`);
    return maskSecrets(`${lines.join('\n')}\n`);
  }
  const { parsed, inspection } = judged;
  const { token } = inspection;
  lines.push('', `${FORMAT_TITLES[token.format]} ${redacted(parsed.text)}`);
  // Without `lastFields`: with the signature, the token could be put together again from the other fields.
  for (const [label, value] of tokenFields(token, ({ unix }) => utcTime(unix))) {
    lines.push(`  ${label}: ${value}`);
  }
  for (const service of token.services ?? []) {
    lines.push(`  service ${service.name}`);
    for (const [label, value] of serviceFields(service)) lines.push(`    ${label}: ${value}`);
  }
  lines.push(`  signature: ${inspection.signature.status}`, '', 'privileges');
  const names = privilegeNames(token);
  inspection.expiry.privileges.forEach(({ expiresAt, remainingSeconds, status }, index) => {
    const left =
      expiresAt === null || remainingSeconds === null
        ? 'never ends'
        : `${utcTime(expiresAt.unix)} (${inShort(remainingSeconds)} ${status === 'expired' ? 'ago' : 'left'})`;
    lines.push(`  ${names[index]}: ${left}`);
  });
  if (inspection.findings.length > 0) lines.push('', 'findings');
  for (const { severity, code, message, fix } of inspection.findings) {
    lines.push(`  ${severity}: ${message} [${code}]`);
    if (fix) lines.push(`    fix: ${fix}`);
  }
  return `${lines.join('\n')}\n`;
}
