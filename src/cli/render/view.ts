import type { UtcOffset } from '../../core/text/time.js';
import type { Environment } from '../context.js';
import type { Style } from './style.js';

/** How a report is shown on a stream, made once by the invocation. */
export interface View {
  readonly style: Style;
  /** Unix seconds. */
  readonly now: number;
  readonly utcOffsetMinutes: UtcOffset;
  /** The width to lay text out in. */
  readonly columns: number;
  /** Bars are drawn in ASCII: the locale has no other characters. */
  readonly ascii: boolean;
}

/** Whether the locale is one without Unicode: `LANG=C`, or a charset that is not UTF-8. */
export function isAsciiLocale({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  if (locale === 'C' || locale === 'POSIX') return true;
  const charset = /\.([^@]+)/.exec(locale)?.[1]?.toLowerCase();
  return charset !== undefined && !/^utf-?8$/.test(charset);
}
