import { effect, signal } from '@preact/signals-core';
import { AGORA_PROJECT, WHITEBOARD_PROJECT } from '../core/agora/projects.js';
import { CliError } from '../core/errors.js';
import { KINDS, type Kind } from '../core/generate/kinds.js';
import type { GenerateOption } from '../core/generate/options.js';
import type { SignedJson } from '../core/json/generate-json.js';
import { commandLine } from './command.js';
import { CopyButton } from './copy.js';
import { errorText } from './error-text.js';
import { Field, Secret } from './form.js';
import { profile, signedByServer } from './server.js';
import {
  controlOf,
  inputsOf,
  isWhiteboardKind,
  kindNamed,
  labelOf,
  signed,
  specOf,
  useDemo,
} from './sign.js';
import { build, secret, show } from './state.js';

const result = signal<SignedJson | Error | undefined>(undefined);

// What was signed is not what the form says any more.
effect(() => {
  for (const { value } of [build.kind, build.id, build.inputs, secret]) void value;
  result.value = undefined;
});

/** Signs a token in the page: the kinds of `generate`, with the same options, limits and messages. */
export function Build() {
  const kind = kindNamed(build.kind.value);
  const byServer = profile !== undefined;
  const needed = new Set(kind.needs.flat());
  const isNeeded = ({ key }: GenerateOption) => needed.has(key);
  const { id, secrets } = isWhiteboardKind(kind) ? WHITEBOARD_PROJECT : AGORA_PROJECT;
  const sign = (event: Event) => {
    event.preventDefault();
    if (byServer) {
      const { value } = build.inputs;
      const answered = (document: SignedJson | Error) => {
        if (kind.name === build.kind.value && value === build.inputs.value) result.value = document;
      };
      void signedByServer(specOf(kind)).then(answered, answered);
      return;
    }
    try {
      result.value = signed(kind);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      result.value = error;
    }
  };
  return (
    <section data-part="build" aria-labelledby="build-title">
      <h2 id="build-title">Build a token</h2>
      <form onSubmit={sign}>
        <Kinds />
        <p class="note">{kind.about}</p>
        {byServer ? (
          <p data-part="signer">
            Signed by the server, with the certificate of its profile <strong>{profile}</strong>.
          </p>
        ) : (
          <>
            <div class="build">
              <Field part="build-id" label={capital(id.word)} value={build.id} />
              <Secret label={capital(secrets[0].word)} />
            </div>
            <p>
              <button type="button" data-part="demo" onClick={() => useDemo(kind)}>
                Use the demo project
              </button>{' '}
              <span class="note">for a try: Agora refuses its tokens</span>
            </p>
          </>
        )}
        <div class="build">
          {kind.options.filter(isNeeded).map((option) => (
            <Option key={option.key} option={option} />
          ))}
        </div>
        <details open={hasOther(kind, isNeeded)}>
          <summary>More options</summary>
          <div class="build">
            {kind.options
              .filter((option) => !isNeeded(option))
              .map((option) => (
                <Option key={option.key} option={option} />
              ))}
          </div>
        </details>
        <p>
          <button type="submit" data-part="sign">
            Sign
          </button>
        </p>
      </form>
      <div role="status" data-part="built">
        {result.value && <Result result={result.value} />}
      </div>
      <p class="cli">
        <code>{commandOf(kind)}</code>{' '}
        <CopyButton label="Copy" part="copy-command" textOf={() => commandOf(kind)} />
      </p>
    </section>
  );
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

const hasOther = (kind: Kind, isNeeded: (option: GenerateOption) => boolean) =>
  kind.options.some((option) => !isNeeded(option) && build.inputs.value[option.key]);

const commandOf = (kind: Kind) =>
  commandLine(['generate', ...kind.name.split(' ')], inputsOf(kind, build.inputs.value));

function Kinds() {
  return (
    <div class="field">
      <label for="kind">Kind</label>
      <select
        id="kind"
        data-part="kind"
        value={build.kind.value}
        onChange={(event) => {
          build.kind.value = event.currentTarget.value;
        }}
      >
        {KINDS.map(({ name, summary }) => (
          <option key={name} value={name}>
            {name}: {summary}
          </option>
        ))}
      </select>
    </div>
  );
}

function Option({ option }: { readonly option: GenerateOption }) {
  const { key, description, choices, suggestions } = option;
  const id = `option-${key}`;
  const value = build.inputs.value[key] ?? '';
  const set = (text: string) => {
    build.inputs.value = { ...build.inputs.value, [key]: text };
  };
  const common = { id, 'data-part': id, 'aria-describedby': `${id}-note` };
  const input = (event: { readonly currentTarget: { readonly value: string } }) =>
    set(event.currentTarget.value);
  const control = controlOf(option);
  return (
    <div class="field">
      <label for={id}>{labelOf(option)}</label>
      {control === 'switch' && (
        <input
          {...common}
          type="checkbox"
          checked={value !== ''}
          onChange={(event) => set(event.currentTarget.checked ? 'true' : '')}
        />
      )}
      {control === 'list' && (
        <textarea {...common} rows={2} spellcheck={false} value={value} onInput={input} />
      )}
      {control === 'choice' && (
        <select {...common} value={value} onChange={input}>
          <option value="">default</option>
          {choices?.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      )}
      {control === 'text' && (
        <input
          {...common}
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          list={suggestions && `${id}-list`}
          value={value}
          onInput={input}
        />
      )}
      {control === 'text' && suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
      <p class="note" id={`${id}-note`}>
        {description}
        {control === 'list' && '; one per line'}
      </p>
    </div>
  );
}

function Result({ result }: { readonly result: SignedJson | Error }) {
  if (result instanceof Error) {
    return <p class="problem">{errorText(result)}</p>;
  }
  const { token, warnings } = result;
  return (
    <>
      <label for="built">The token</label>
      <textarea id="built" data-part="token" class="built" rows={3} readOnly value={token} />
      <div class="actions">
        <CopyButton label="Copy token" part="copy-token" textOf={() => token} />
        <button type="button" data-part="inspect-built" onClick={() => show(token)}>
          Inspect it
        </button>
      </div>
      {warnings.map(({ code, message, fix }) => (
        <p key={code} class="warned">
          <strong>warning:</strong> <bdi>{errorText({ message, hint: fix })}</bdi>
        </p>
      ))}
    </>
  );
}
