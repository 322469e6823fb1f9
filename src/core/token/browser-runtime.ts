import type { TokenRuntime } from './runtime.js';

/** The decoder's platform in a browser. */
export const browserRuntime: TokenRuntime = {
  fromBase64: (text) => {
    try {
      const binary = atob(text);
      if (btoa(binary) !== text) return undefined;
      return Uint8Array.from(binary, (character) => character.charCodeAt(0));
    } catch {
      return undefined;
    }
  },
};
