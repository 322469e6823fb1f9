import { toBase64Url } from '../token/base64.js';
import { toHex } from '../token/bytes.js';
import type { Base64 } from '../token/runtime.js';
import { escapeHtml } from './html.js';

/** Shorter ones would be found in what has nothing to do with them. */
const LEAST_ENCODED = 12;

/** How a secret may occur in a text: as it is, or encoded for JSON, URLs or HTML, or as base64 or hex. */
export function formsOfSecret(secret: string, runtime: Base64): readonly string[] {
  return [...new Set([...escapedForms(secret), ...encodedForms(secret, runtime)])];
}

/** As it is, or as JSON, URLs and HTML write it. */
export function escapedForms(secret: string): readonly string[] {
  // As most are: nothing in it has to be escaped.
  if (/^[\w.-]*$/.test(secret)) return [secret];
  const json = JSON.stringify(secret).slice(1, -1);
  const html = secret.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
  return [
    ...new Set([
      secret,
      json,
      json.replaceAll('/', '\\/'),
      JSON.stringify(json).slice(1, -1),
      encodeURIComponent(secret),
      encodeURIComponent(encodeURIComponent(secret)),
      html,
      escapeHtml(secret),
    ]),
  ];
}

/** Base64 of a text that contains the secret at any offset, hex, and percent-encoding of every byte. */
export function encodedForms(secret: string, runtime: Base64): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  if (bytes.length < LEAST_ENCODED) return [];
  const hex = toHex(bytes);
  const base64 = [0, 1, 2].flatMap((before) => {
    const shifted = new Uint8Array([...new Uint8Array(before), ...bytes]);
    // The characters at both ends depend on what is around the secret.
    const start = before === 0 ? 0 : before + 1;
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    return [runtime.toBase64(shifted), toBase64Url(shifted, runtime)].map((text) =>
      text.slice(start, end),
    );
  });
  return [...base64, hex, hex.replace(/../g, '%$&')];
}
