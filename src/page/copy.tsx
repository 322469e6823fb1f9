import { useSignal } from '@preact/signals';

/** A button that copies, and says so. */
export function CopyButton({
  label,
  part,
  textOf,
}: {
  readonly label: string;
  readonly part?: string;
  readonly textOf: () => string;
}) {
  const state = useSignal<'' | 'copied' | 'not copied'>('');
  const act = async () => {
    state.value = (await copy(textOf())) ? 'copied' : 'not copied';
    setTimeout(() => {
      state.value = '';
    }, 2000);
  };
  return (
    <>
      <button type="button" data-part={part} onClick={act}>
        {label}
      </button>
      <span class="note" role="status">
        {state.value}
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
