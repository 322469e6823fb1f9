import clipboard from 'clipboardy';

/**
 * Puts text on the clipboard with the system's own tool: pbcopy, PowerShell, clip.exe, wl-copy, xsel.
 * @throws Error where there is none, or no display to use it on
 */
export function copy(text: string): Promise<void> {
  return clipboard.write(text);
}
