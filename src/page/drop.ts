import { safeText } from '../core/text/safe-text.js';
import { utf8Text } from '../core/text/utf8.js';
import { notTaken, show, view } from './state.js';

/** Browsers have difficulties with longer texts. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** An input with more than this is slow. */
const MAX_SHOWN = 1024 * 1024;

export type DroppedFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

let drops = 0;

/**
 * Shows what was dropped last. If it has no text, the page says so and changes nothing else.
 * @param text what was dropped, if it is not a file
 */
export async function take(
  [first, ...others]: readonly DroppedFile[],
  text: string,
): Promise<void> {
  const drop = ++drops;
  const name = first ? safeText(first.name) : 'what was dropped';
  const content = first ? await contentOf(first) : text;
  if (drop !== drops) return;
  if (content === undefined || content.trim() === '') {
    view.value = 'inspect';
    notTaken.value = content === undefined ? unreadable(name, first) : `${name} has no text`;
    return;
  }
  show(content, content.length > MAX_SHOWN ? name : undefined);
  if (others.length > 0) notTaken.value = `only ${name} was read; drop one file at a time`;
}

async function contentOf(file: DroppedFile): Promise<string | undefined> {
  if (file.size > MAX_FILE_BYTES) return undefined;
  try {
    return utf8Text(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return undefined;
  }
}

const unreadable = (name: string, file: DroppedFile | undefined) =>
  file && file.size > MAX_FILE_BYTES
    ? `${name} has more than 256 MiB, the most that is searched; drop a part of it`
    : `${name} cannot be read; drop a file, not a folder`;
