import { signal } from '@preact/signals-core';
import { browserRuntime } from '../core/token/browser-runtime.js';
import { toHex } from '../core/token/bytes.js';
import { type FieldMap, fieldMap, type MappedField } from '../core/token/field-map.js';
import type { ParsedToken } from '../core/token/model.js';

/** As many as a page can show; a token can be made to have thousands. */
const SHOWN = 300;
/** Bytes of a field that are shown as hex. */
const HEX_SHOWN = 64;

const at = signal(0);

/** The bytes of a token by field; pointing at one, or going to it with the arrow keys, shows it. */
export function Bytes({ parsed }: { readonly parsed: ParsedToken }) {
  const map = mapOf(parsed);
  const fields = map.fields.slice(0, SHOWN);
  const selected = Math.min(at.value, fields.length - 1);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    at.value = Math.min(fields.length - 1, Math.max(0, selected + step));
    const list = event.currentTarget as HTMLElement;
    list
      .querySelectorAll<HTMLElement>('[role=option]')
      [at.value]?.scrollIntoView({ block: 'nearest' });
  };
  const current = fields[selected];
  return (
    <section data-part="bytes" aria-labelledby="bytes-title">
      <h2 id="bytes-title">Bytes</h2>
      <p class="note">
        {map.head.map(({ label, text }) => (
          <span key={label}>
            {label} <code>{text}</code>,{' '}
          </span>
        ))}
        {map.encoding ? `then ${map.encoding}: ` : ''}
        {map.bytes.length} {map.encoding ? 'bytes' : 'characters'}
      </p>
      <div
        class="bytes"
        role="listbox"
        tabIndex={0}
        aria-labelledby="bytes-title"
        aria-activedescendant={`byte-field-${selected}`}
        onKeyDown={move}
      >
        {fields.map((field, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names the option.
          // biome-ignore lint/a11y/useKeyWithMouseEvents: the arrow keys do what pointing does.
          <span
            key={field.start}
            id={`byte-field-${index}`}
            role="option"
            aria-selected={index === selected}
            class={`hue-${index % 6}`}
            style={{ flexGrow: `${Math.min(field.end - field.start, 16)}` }}
            onMouseOver={() => {
              at.value = index;
            }}
          >
            {field.label} <small>{field.end - field.start}</small>
          </span>
        ))}
      </div>
      {map.fields.length > SHOWN && <p class="note">and {map.fields.length - SHOWN} more fields</p>}
      {current && <Detail field={current} map={map} />}
    </section>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

function Detail({ field, map }: { readonly field: MappedField; readonly map: FieldMap }) {
  const { label, start, end, value } = field;
  const shown = map.bytes.subarray(start, Math.min(end, start + HEX_SHOWN));
  const more = end - start > HEX_SHOWN ? ' …' : '';
  return (
    <p class="byte-detail">
      <strong>{label}</strong>{' '}
      <span class="note">
        {map.encoding ? 'bytes' : 'characters'} {start} to {end - 1}
      </span>{' '}
      <code>{toHex(shown).replace(/..(?=.)/g, '$& ') + more}</code>
      {value !== undefined && (
        <>
          {' '}
          = <bdi class="value">{value}</bdi>
        </>
      )}
    </p>
  );
}

let last: { readonly parsed: ParsedToken; readonly map: FieldMap } | undefined;

function mapOf(parsed: ParsedToken): FieldMap {
  if (last?.parsed !== parsed) last = { parsed, map: fieldMap(parsed, browserRuntime) };
  return last.map;
}
