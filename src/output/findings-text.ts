import type { Finding } from '../finding.js';
import type { Style } from './style.js';
import type { Line } from './wrap.js';

/** Findings for a person, in their order, each with its fix below. */
export function findingLines(findings: readonly Finding[], style: Style): Line[] {
  const paint = { error: style.bad, warning: style.warn, info: style.info };
  return findings.flatMap(({ severity, code, message, fix }) => [
    { text: `${paint[severity](`${severity}:`)} ${message} ${style.dim(`[${code}]`)}`, hang: 2 },
    ...(fix ? [{ text: `  fix: ${fix}`, hang: 7 }] : []),
  ]);
}
