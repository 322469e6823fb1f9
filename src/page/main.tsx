import { effect } from '@preact/signals-core';
import { render } from 'preact';
import { Build } from './build.js';
import { take } from './drop.js';
import { focusInput, Inspect, Status, startAnew } from './inspect.js';
import { askAboutSignatures } from './server.js';
import { secret, show, startClock, THEMES, text, theme, view, ZONES, zone } from './state.js';

function Page() {
  return (
    <>
      <Header />
      <main>{view.value === 'inspect' ? <Inspect /> : <Build />}</main>
      <Status />
    </>
  );
}

const VIEWS = [
  ['inspect', 'Inspect'],
  ['build', 'Build'],
] as const;

function Header() {
  return (
    <header>
      <h1>Agora token</h1>
      <nav aria-label="Views">
        {VIEWS.map(([name, label]) => (
          <button
            key={name}
            type="button"
            data-part={`view-${name}`}
            aria-current={view.value === name ? 'page' : undefined}
            onClick={() => {
              view.value = name;
            }}
          >
            {label}
          </button>
        ))}
      </nav>
      <Toggle label="Times" part="zone" value={zone} choices={ZONES} />
      <Toggle label="Theme" part="theme" value={theme} choices={THEMES} />
    </header>
  );
}

function Toggle<T extends string>({
  label,
  part,
  value,
  choices,
}: {
  readonly label: string;
  readonly part: string;
  readonly value: { value: T };
  readonly choices: readonly T[];
}) {
  return (
    <label class="toggle">
      {label}{' '}
      <select
        data-part={part}
        value={value.value}
        onChange={(event) => {
          value.value = event.currentTarget.value as T;
        }}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </label>
  );
}

/** `#token=…`: taken and removed, so that it is neither kept in the history nor sent along by hand. */
function takeFragment(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  // A query reads + as a space, and base64 is full of it.
  show(location.hash === '' ? token.replaceAll(' ', '+') : token);
}

/** What is pasted outside of a field is meant for the page. */
function pasteAnywhere(event: ClipboardEvent): void {
  const target = event.target as HTMLElement | null;
  if (target?.closest('input, textarea, select')) return;
  const pasted = event.clipboardData?.getData('text/plain');
  if (!pasted) return;
  event.preventDefault();
  show(pasted);
}

addEventListener('paste', pasteAnywhere);
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  const { dataTransfer } = event;
  if (dataTransfer) void take([...dataTransfer.files], dataTransfer.getData('text/plain'));
});
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  // It also closes suggestions, and takes back what an input method composes.
  if (view.value === 'inspect' && !event.isComposing) startAnew();
});
addEventListener('hashchange', takeFragment);
// A page that is kept for the back button keeps no certificate.
addEventListener('pagehide', () => {
  secret.value = '';
});

const place = document.getElementById('page') as HTMLElement;
// All of it, whenever a signal that it read changes: most of it depends on the verdict.
effect(() => render(<Page />, place));
takeFragment();
askAboutSignatures();
startClock();
if (text.value === '') focusInput();
