import type { Finding } from '../../core/finding.js';
import type { Style } from './style.js';
import type { Line } from './wrap.js';

/**
 * Findings for a person, in their order, each with its fix below. Line by line, for a token that was
 * made to can have hundreds of thousands.
 */
export function* findingLines(findings: readonly Finding[], style: Style): Generator<Line> {
  const paint = { error: style.bad, warning: style.warn, info: style.info };
  for (const { severity, code, message, fix } of findings) {
    yield {
      text: `${paint[severity](`${severity}:`)} ${message} ${style.dim(`[${code}]`)}`,
      hang: 2,
    };
    if (fix) yield { text: `  fix: ${fix}`, hang: 7 };
  }
}
