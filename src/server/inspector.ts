import { EXPECTATIONS } from '../core/inspect/expectations.js';
import { ownsToken } from '../core/inspect/owner.js';
import { escapeHtml } from '../core/text/html.js';
import type { DecodedToken } from '../core/token/model.js';
import { nodeRuntime } from '../core/token/node-runtime.js';
import { inspectWith } from '../library/inspect.js';
import type { ProjectSecrets } from '../library/secrets.js';
import { asRefusal } from './ask.js';
import type { Fields } from './fields.js';
import { Refusal } from './refusal.js';
import { Page } from './routes.js';

/** The page that inspects and builds tokens, where it comes from a server that has the certificate. */

const POLICY = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/;

/**
 * The page as a server sends it: its policy is a header, for two policies allow what both do, and it
 * may ask its server.
 * @param html the page as it was built
 * @param profile whose certificate the server has
 */
export function inspectorPage(html: string, profile: string): Page {
  const [meta = '', policy = "default-src 'none'"] = POLICY.exec(html) ?? [];
  const server = `<meta name="agora-token-server" content="${escapeHtml(profile)}"><link rel="icon" href="data:,">`;
  return new Page(
    html.replace(meta, () => server),
    {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policy}; connect-src 'self'; img-src data:; frame-ancestors 'none'`,
      'cross-origin-opener-policy': 'same-origin',
    },
  );
}

/**
 * Judges the token of a request with the certificate of the server, which stays in it.
 * @returns the document of `inspect --json`, and whether the project is the token's
 */
export function inspection(fields: Fields, project: ProjectSecrets): object {
  const token = fields.text('token');
  if (token === undefined) throw new Refusal('invalid-body', 'there is no token in the body');
  const expect: Record<string, string> = {};
  for (const key of Object.keys(EXPECTATIONS)) {
    const value = fields.text(key);
    if (value !== undefined) expect[key] = value;
  }
  const error = fields.text('error');
  try {
    const options = { expect, secrets: project, ...(error === undefined ? {} : { error }) };
    const document = inspectWith(token, options, nodeRuntime);
    const own =
      document.verdict !== 'malformed' && ownsToken(project, document.token as DecodedToken);
    return { ...document, ownProject: own };
  } catch (thrown) {
    throw asRefusal(thrown, 'invalid-body');
  }
}
