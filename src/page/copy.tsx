import { signal } from '@preact/signals-core';

/** What the button that was pressed last says, for a moment. */
const said = signal<{ readonly part: string; readonly text: string } | undefined>(undefined);

/** A button that copies, and says so. */
export function CopyButton({
  label,
  part,
  textOf,
}: {
  readonly label: string;
  readonly part: string;
  readonly textOf: () => string;
}) {
  const act = async () => {
    const now = { part, text: (await copy(textOf())) ? 'copied' : 'not copied' };
    said.value = now;
    setTimeout(() => {
      if (said.value === now) said.value = undefined;
    }, 2000);
  };
  return (
    <>
      <button type="button" data-part={part} onClick={act}>
        {label}
      </button>
      <span class="note" role="status">
        {said.value?.part === part && said.value.text}
      </span>
    </>
  );
}

/** The clipboard of the browser is for secure pages alone, which a plain http address is not. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'unseen';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
