import { signal } from '@preact/signals-core';
import { FORMAT_TITLES, serviceTitle } from '../core/agora/titles.js';
import { TokenError } from '../core/errors.js';
import { EXPECTATIONS } from '../core/inspect/expectations.js';
import { isWhiteboard } from '../core/inspect/formats.js';
import { failure, document as jsonText } from '../core/json/document.js';
import { inspectionJson, malformedJson } from '../core/json/inspect-json.js';
import { decodedJson } from '../core/json/token-json.js';
import type { Source } from '../core/paste/find.js';
import { count } from '../core/text/count.js';
import { safeText } from '../core/text/safe-text.js';
import type { ParsedToken } from '../core/token/model.js';
import { Bytes } from './bytes.js';
import { inspectLine } from './command.js';
import { CopyButton } from './copy.js';
import { Examples } from './examples.js';
import { type Expectation, namesFor } from './expect.js';
import { Fields } from './fields.js';
import { Explained, Findings } from './findings.js';
import { Choice, Field, Secret } from './form.js';
import type { Judged } from './judge.js';
import { buildLike } from './sign.js';
import {
  answer,
  chosen,
  clear,
  contents,
  edit,
  expected,
  file,
  judged,
  notTaken,
  origin,
  text,
} from './state.js';
import { Timeline } from './timeline.js';
import { VerdictBar } from './verdict.js';
import { NOTHING_TOLD, toldNext } from './words.js';

export function Inspect() {
  const found = judged.value;
  return (
    <>
      <Input />
      {!found && <Examples />}
      <Found />
      {found && (
        <>
          <VerdictBar judged={found} />
          <Expectations judged={found} />
          {found.parsed && <Details judged={found} />}
          {found.error?.partial && <Fields token={found.error.partial} partial />}
          <Command judged={found} />
          <Documents judged={found} />
        </>
      )}
    </>
  );
}

let told = NOTHING_TOLD;

/** Changes with the verdict, and with every minute. */
export function Status() {
  told = toldNext(told, judged.value);
  return (
    <p class="unseen" role="status" aria-live="polite">
      {told.text}
    </p>
  );
}

function Input() {
  const name = file.value;
  return (
    <div class="input">
      <label class="unseen" for="input">
        A token, or text that contains one
      </label>
      <textarea
        id="input"
        data-part="input"
        rows={3}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        placeholder={
          name === undefined
            ? 'Paste a token, a log, JSON or a curl command, or drop a file'
            : `from the file ${name}`
        }
        value={name === undefined ? text.value : ''}
        onInput={(event) => edit(event.currentTarget.value)}
      />
      <button type="button" data-part="clear" onClick={startAnew}>
        Clear
      </button>
      {notTaken.value !== '' && (
        <p class="problem" role="alert" data-part="not-taken">
          {notTaken.value}
        </p>
      )}
    </div>
  );
}

export function startAnew(): void {
  clear();
  focusInput();
}

export function focusInput(): void {
  document.getElementById('input')?.focus();
}

/** As many as one can choose from by hand. */
const CHOICES = 50;

/** Which of several tokens is shown; one that was found in a text says where. */
function Found() {
  const all = contents.value;
  const current = judged.value;
  if (!all || all instanceof TokenError || !current?.parsed || !current.source) return null;
  return (
    <section class="found" data-part="found" aria-label="Tokens in the text">
      <span class="note">found {count(all.length, 'token')}:</span>
      {all.slice(0, CHOICES).map(({ parsed, source }, index) => (
        <button
          key={source.offset}
          type="button"
          aria-pressed={chosen.value === index}
          onClick={() => {
            chosen.value = index;
          }}
        >
          {index + 1}. {placeText(source)} {nameOf(parsed)}
        </button>
      ))}
      {all.length > CHOICES && <span class="note">and {all.length - CHOICES} more</span>}
    </section>
  );
}

const placeText = ({ line, key, also = [] }: Source) =>
  `line ${line}${key === undefined ? '' : ` (${safeText(key)})`}${also.length > 0 ? `, and ${also.length} more times` : ''}`;

/** What it is for, in a word. */
const nameOf = ({ token }: ParsedToken) =>
  token.services?.map(({ name }) => serviceTitle(name)).join(', ') || FORMAT_TITLES[token.format];

/** With the judged token's own words: a classroom has a room, and no channel. */
function Expectations({ judged }: { readonly judged: Judged }) {
  const { question, parsed } = judged;
  const names = namesFor(parsed?.token);
  const problem = (field: Expectation) => question.problems[field];
  return (
    <form
      class="expect"
      aria-label="What the token should be for"
      onSubmit={(event) => event.preventDefault()}
    >
      <Field
        part="channel"
        label={names.channelLabel}
        value={expected.channel}
        problem={problem('channel')}
      />
      <Field part="uid" label={names.userLabel} value={expected.user} problem={problem('user')} />
      <Field part="app-id" label="App ID" value={expected.appId} problem={problem('appId')} />
      <Choice
        part="service"
        label="Service"
        value={expected.service}
        choices={EXPECTATIONS.service.suggestions ?? []}
      />
      <Choice
        part="role"
        label="Role"
        value={expected.role}
        choices={EXPECTATIONS.role.suggestions ?? []}
      />
      <Field
        part="error"
        label="Error you saw"
        value={expected.error}
        problem={problem('error')}
        hint="110, or a line of the log"
      />
      {origin.value !== '' && (
        <p class="note" data-part="origin">
          {origin.value}
        </p>
      )}
    </form>
  );
}

function Details({ judged }: { readonly judged: Judged & { readonly error?: undefined } }) {
  const { parsed, inspection, question } = judged;
  return (
    <>
      <div class="columns">
        <div>
          <Findings findings={inspection.findings} />
          {question.error && <Explained errors={inspection.explained ?? []} />}
          <Fields token={inspection.token} />
        </div>
        <Timeline inspection={inspection} />
      </div>
      <Signature judged={judged} />
      <p>
        <button type="button" data-part="like" onClick={() => buildLike(judged)}>
          Build one like this
        </button>
      </p>
      <Bytes parsed={parsed} />
    </>
  );
}

function Signature({ judged }: { readonly judged: Judged & { readonly error?: undefined } }) {
  const { inspection, secretProblem } = judged;
  const { signature, token } = inspection;
  const label = isWhiteboard(token) ? 'Whiteboard secret key' : 'App Certificate';
  return (
    <section data-part="signature" data-status={signature.status} aria-labelledby="signature-title">
      <h2 id="signature-title">Signature</h2>
      <div class="signature">
        <p class={`signature-status ${signature.status}`}>
          <strong>{SIGNATURE_WORDS[signature.status]}</strong>
          {signature.status === 'unchecked' && `: ${signature.reason}`}
        </p>
        {!(answer.value?.ownProject && signature.status !== 'unchecked') && (
          <Secret label={label} problem={secretProblem} />
        )}
      </div>
    </section>
  );
}

const SIGNATURE_WORDS = {
  valid: '✓ valid',
  invalid: '✕ does not match',
  unchecked: 'unchecked',
} as const;

function Command({ judged }: { readonly judged: Judged }) {
  const line = inspectLine(judged.question);
  return (
    <section data-part="cli" aria-labelledby="cli-title" class="cli">
      <h2 id="cli-title">On the command line</h2>
      <code>{line}</code> <CopyButton label="Copy" part="copy-command" textOf={() => line} />
    </section>
  );
}

function Documents({ judged }: { readonly judged: Judged }) {
  return (
    <section aria-labelledby="json-title">
      <h2 id="json-title">JSON</h2>
      <JsonDocument
        title="inspect --json"
        part="inspect-json"
        documentOf={() => inspectDocument(judged)}
      />
      <JsonDocument
        title="decode --json"
        part="decode-json"
        documentOf={() => decodeDocument(judged)}
      />
    </section>
  );
}

function inspectDocument(judged: Judged): object {
  return judged.error
    ? malformedJson(judged.error, judged.now)
    : { ...inspectionJson(judged.inspection, judged.parsed.findings), ...sourceOf(judged) };
}

function decodeDocument(judged: Judged): object {
  return judged.error
    ? failure(judged.error)
    : { ...decodedJson(judged.parsed), ...sourceOf(judged) };
}

const sourceOf = ({ source }: { readonly source?: Source }) => source && { source };

const OPEN = { 'inspect-json': signal(false), 'decode-json': signal(false) };

/** Made when it is opened: that of a large token is long. */
function JsonDocument({
  title,
  part,
  documentOf,
}: {
  readonly title: string;
  readonly part: keyof typeof OPEN;
  readonly documentOf: () => object;
}) {
  const open = OPEN[part];
  const textOf = () => jsonText(documentOf());
  return (
    <details
      data-part={part}
      open={open.value}
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{title}</summary>
      {open.value && (
        <>
          <CopyButton label="Copy" part={`copy-${part}`} textOf={textOf} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard has to reach it. */}
          <pre tabIndex={0}>{textOf()}</pre>
        </>
      )}
    </details>
  );
}
