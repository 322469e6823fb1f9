import type { TokenRuntime } from './runtime.js';

/** The decoder's platform in a browser. */
export const browserRuntime: TokenRuntime = {
  fromBase64: (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),
};
