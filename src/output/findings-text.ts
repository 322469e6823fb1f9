import type { Finding, Severity } from '../finding.js';
import type { Style } from './style.js';
import type { Line } from './wrap.js';

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Findings for a person, the gravest first, each with its fix below. */
export function findingLines(findings: readonly Finding[], style: Style): Line[] {
  const paint = { error: style.bad, warning: style.warn, info: style.info };
  return [...findings]
    .sort((left, right) => ORDER[left.severity] - ORDER[right.severity])
    .flatMap(({ severity, code, message, fix }) => [
      { text: `${paint[severity](`${severity}:`)} ${message} ${style.dim(`[${code}]`)}`, hang: 2 },
      ...(fix ? [{ text: `  fix: ${fix}`, hang: 7 }] : []),
    ]);
}
