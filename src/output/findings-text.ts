import type { Finding, Severity } from '../finding.js';
import type { Style } from './style.js';

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Findings for a person, the gravest first, each with its fix below. */
export function findingsText(
  findings: readonly Finding[],
  { style }: { readonly style: Style },
): string {
  return [...findings]
    .sort((left, right) => ORDER[left.severity] - ORDER[right.severity])
    .map(({ severity, code, message, fix }) => {
      const paint = { error: style.bad, warning: style.warn, info: style.info }[severity];
      const head = `${paint(`${severity}:`)} ${message} ${style.dim(`[${code}]`)}\n`;
      return fix ? `${head}  fix: ${fix}\n` : head;
    })
    .join('');
}
