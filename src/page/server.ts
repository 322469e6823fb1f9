import { effect } from '@preact/signals-core';
import type { SignedJson } from '../core/json/generate-json.js';
import { errorText } from './error-text.js';
import { type Answer, answer, judged, questionText, secret } from './state.js';

/**
 * The server that the page comes from, where it does: it has the certificate, and the page asks it.
 * A page that was opened from its file asks nobody, and its policy allows nothing else.
 */

/** The profile whose certificate the server has; undefined: the page is a file. */
export const profile = document
  .querySelector('meta[name="agora-token-server"]')
  ?.getAttribute('content');

/** Asks about the token that is shown, unless a certificate was typed. */
export function askAboutSignatures(): void {
  if (!profile) return;
  let last = '';
  effect(() => {
    const { parsed, question } = judged.value ?? {};
    if (!parsed || secret.value !== '') return;
    const asked = questionText(parsed.text, question?.texts ?? {});
    if (asked === last) return;
    last = asked;
    void post('api/inspect', asked).then(
      (document) => {
        if (last === asked) answer.value = { asked, ...(document as Omit<Answer, 'asked'>) };
      },
      () => {
        // Without an answer the signature stays unchecked, which the page says.
        if (last === asked) answer.value = undefined;
      },
    );
  });
}

/**
 * Has the server sign.
 * @throws Error with what the server refused
 */
export async function signedByServer(spec: object): Promise<SignedJson> {
  return (await post('token', JSON.stringify(spec))) as SignedJson;
}

/** To a path beside the page, so that the key in its address is sent along. */
async function post(path: string, body: string): Promise<object> {
  const { ok, document } = await answerTo(path, body);
  if (ok) return document;
  throw new Error(errorText(document));
}

async function answerTo(path: string, body: string) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return { ok: response.ok, document: await response.json() };
  } catch {
    // The browser's own message would not help.
    throw new Error('the server does not answer. Is agora-token serve still running?');
  }
}
