import type { Headline } from '../core/inspect/headline.js';
import { CopyButton } from './copy.js';
import type { Judged } from './judge.js';
import { reportOf } from './report.js';
import { utcOffset } from './time.js';
import { verdictOf } from './words.js';

const ICONS: Readonly<Record<Headline['tone'], string>> = { good: '✓', warn: '!', bad: '✕' };

export function VerdictBar({ judged }: { readonly judged: Judged }) {
  const { tone, word, text } = verdictOf(judged, utcOffset());
  return (
    <section
      class={`verdict ${tone}`}
      data-part="verdict"
      data-tone={tone}
      // The Tab key goes here from the input, so that the verdict is read out.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is read, not worked with.
      tabIndex={0}
      aria-label="Verdict"
    >
      <p class="headline">
        <span class="icon" aria-hidden="true">
          {ICONS[tone]}
        </span>{' '}
        <strong>{word}</strong> <bdi>{text}</bdi>
      </p>
      {judged.error?.hint && <p class="fix">{judged.error.hint}</p>}
      <div class="actions">
        <CopyButton label="Copy report" part="report" textOf={() => reportOf(judged)} />
        {judged.parsed && (
          <CopyButton
            label="Copy link with token"
            part="link"
            textOf={() => linkWith(judged.parsed.text)}
          />
        )}
      </div>
    </section>
  );
}

/** After the # nothing is sent to a server, and the page takes it out of the address. */
function linkWith(token: string): string {
  return `${location.href.split('#')[0]}#token=${encodeURIComponent(token)}`;
}
