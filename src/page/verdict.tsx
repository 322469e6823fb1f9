import type { Position } from '../core/errors.js';
import type { Headline } from '../core/inspect/headline.js';
import { CopyButton } from './copy.js';
import type { Judged } from './judge.js';
import { reportOf } from './report.js';
import { file, text } from './state.js';
import { utcOffset } from './time.js';
import { verdictOf } from './words.js';

const ICONS: Readonly<Record<Headline['tone'], string>> = { good: '✓', warn: '!', bad: '✕' };

export function VerdictBar({ judged }: { readonly judged: Judged }) {
  const { tone, word, text: sentence } = verdictOf(judged, utcOffset());
  const position = judged.error?.position;
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
        <strong>{word}</strong> <bdi>{sentence}</bdi>
      </p>
      {judged.error?.hint && <p class="fix">{judged.error.hint}</p>}
      <div class="actions">
        <CopyButton label="Copy report" part="report" textOf={() => reportOf(judged)} />
        {position && file.value === undefined && (
          <button type="button" data-part="go-to" onClick={() => goTo(position)}>
            Go to character {position.offset + 1}
          </button>
        )}
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

/** Selects the place in the input, which has every line end as one character. */
function goTo({ offset, length }: Position): void {
  const input = document.getElementById('input') as HTMLTextAreaElement;
  const [from, to] = [offset, offset + length].map(
    (at) => text.value.slice(0, at).replaceAll('\r\n', '\n').length,
  ) as [number, number];
  // No browser tells where a character is: the text up to it is as high as one has to scroll.
  const { value } = input;
  input.value = value.slice(0, from);
  const { scrollHeight } = input;
  input.value = value;
  input.scrollTop = scrollHeight - input.clientHeight;
  input.setSelectionRange(from, to);
  input.focus();
}

/** After the # nothing is sent to a server, and the page takes it out of the address. */
function linkWith(token: string): string {
  return `${location.href.split('#')[0]}#token=${encodeURIComponent(token)}`;
}
