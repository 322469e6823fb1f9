import { escapeHtml } from '../core/text/html.js';
import { Page, ROUTES, type Route } from './routes.js';

/** What the page says about its server. */
export interface HomeOptions {
  /** The base URL for a browser on this machine. */
  readonly url: string;
  /** Clients need a key. */
  readonly locked: boolean;
}

/** The list of the routes: what can be asked here, from the table of the routes. It contains no secret. */
export function homePage({ url, locked }: HomeOptions): Page {
  const base = locked ? `${url}/k/<key>` : url;
  const rows = ROUTES.map((route) => row(route, base)).join('\n');
  return new Page(
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>agora-token serve</title>
<style>${STYLE}</style>
</head>
<body>
<h1>agora-token serve</h1>
<p>A token server for development. The base URL, for example as <code>tokenUrl</code> of a UIKit:
<code>${escapeHtml(base)}</code></p>
<table>
<thead><tr><th>Request</th><th>Who asks like this</th></tr></thead>
<tbody>
${rows}
</tbody>
</table>
</body>
</html>
`,
    {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  );
}

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color-scheme:light dark}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #8886}' +
  'code{font:.9rem ui-monospace,monospace;overflow-wrap:anywhere}';

function row({ method, example: { path, body }, clients }: Route, base: string): string {
  const text = `${method} ${path}`;
  const request =
    method === 'GET' && !base.includes('<')
      ? `<a href="${escapeHtml(path)}"><code>${escapeHtml(text)}</code></a>`
      : `<code>${escapeHtml(text)}</code>`;
  const sent =
    body === undefined
      ? ''
      : `<br><code>${escapeHtml(typeof body === 'string' ? body : JSON.stringify(body))}</code>`;
  return `<tr><td>${request}${sent}</td><td>${escapeHtml(clients)}</td></tr>`;
}
