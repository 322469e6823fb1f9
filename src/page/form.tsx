import type { Signal } from '@preact/signals-core';
import { secret } from './state.js';

/** The controls that both views are made of. */

interface FieldProps {
  readonly part: string;
  readonly label: string;
  readonly value: Signal<string>;
  readonly problem?: string | undefined;
  readonly hint?: string;
}

export function Field({ part, label, value, problem, hint }: FieldProps) {
  const id = `field-${part}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        data-part={part}
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        placeholder={hint}
        value={value.value}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onInput={(event) => {
          value.value = event.currentTarget.value;
        }}
      />
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}

export function Choice({
  part,
  label,
  value,
  choices,
  none = 'any',
}: {
  readonly part: string;
  readonly label: string;
  readonly value: Signal<string>;
  readonly choices: readonly string[];
  readonly none?: string;
}) {
  const id = `field-${part}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        data-part={part}
        value={value.value}
        onChange={(event) => {
          value.value = event.currentTarget.value;
        }}
      >
        <option value="">{none}</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </div>
  );
}

/** It never leaves the page, and goes with it. */
export function Secret({
  label,
  problem,
}: {
  readonly label: string;
  readonly problem?: string | undefined;
}) {
  return (
    <div class="field">
      <label for="certificate">{label}</label>
      <input
        id="certificate"
        data-part="certificate"
        type="password"
        autocomplete="off"
        spellcheck={false}
        value={secret.value}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : 'certificate-problem'}
        onInput={(event) => {
          secret.value = event.currentTarget.value;
        }}
      />
      {problem !== undefined && (
        <p class="problem" id="certificate-problem">
          {problem}
        </p>
      )}
    </div>
  );
}
