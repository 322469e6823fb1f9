// Draws docs/inspect.svg: what the built program really prints, in a terminal.
//   npm run picture
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const COLUMNS = 92;
const CELL = { width: 8.4, height: 19 };
const MARGIN = 18;
const BAR = 30;
const COLOURS = { 31: '#ff7b72', 32: '#7ee787', 33: '#f2cc60', 34: '#79c0ff', 36: '#76e3ea' };
const PLAIN = '#d6deeb';

/** The demo profile and a fixed clock, so that the same picture comes out every time. */
function agoraToken(...args) {
  return execFileSync(
    process.execPath,
    ['bin/agora-token.js', ...args, '--profile', 'demo', '--quiet'],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        TZ: 'UTC',
        FORCE_COLOR: '1',
      },
    },
  );
}

const ISSUED = 1_795_000_000;
const token = agoraToken(
  ...['generate', 'rtc', '-c', 'standup', '-u', '42', '-e', '2h', '--publish-video', '45m'],
  ...['--salt', '1', '--now', String(ISSUED)],
).trim();
const output = agoraToken(
  ...['inspect', token, '--channel', 'standup', '--uid', '42', '--now', String(ISSUED + 1800)],
);
const lines = [
  '\u001b[2m$\u001b[22m agora-token inspect "$TOKEN" --profile demo --channel standup --uid 42',
  '',
  ...output.trimEnd().split('\n'),
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a colour.
const ESCAPE = /\u001b\[([\d;]*)m/;

/** @typedef {{ bold?: boolean, dim?: boolean, colour?: string | undefined }} Style */

/** A line with its colours, as spans. */
function spans(line) {
  /** @type {Style} */
  let style = {};
  return line.split(ESCAPE).flatMap((part, index) => {
    if (index % 2 === 0) return part ? [span(part, style)] : [];
    for (const code of part.split(';').map(Number)) style = changed(style, code);
    return [];
  });
}

function changed(style, code) {
  if (code === 0) return {};
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, colour: undefined };
  if (COLOURS[code]) return { ...style, colour: COLOURS[code] };
  throw new Error(`the picture knows no colour ${code}`);
}

/**
 * @param {string} text
 * @param {Style} style
 */
function span(text, { colour, bold, dim }) {
  const attributes = [
    colour && `fill="${colour}"`,
    bold && 'font-weight="bold"',
    dim && 'opacity="0.6"',
  ];
  // Not every viewer keeps spaces, but all keep those that do not break.
  const words = text
    .replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll(' ', '\u00a0');
  return `<tspan ${attributes.filter(Boolean).join(' ')}>${words}</tspan>`;
}

const width = Math.ceil(COLUMNS * CELL.width + 2 * MARGIN);
const height = Math.ceil(lines.length * CELL.height + 2 * MARGIN + BAR);
const dots = ['#ff5f56', '#ffbd2e', '#27c93f']
  .map((fill, index) => `<circle cx="${22 + 20 * index}" cy="22" r="6" fill="${fill}"/>`)
  .join('');
const rows = lines.map(
  (line, index) =>
    `<text x="${MARGIN}" y="${MARGIN + BAR + 14 + index * CELL.height}">${spans(line).join('')}</text>`,
);
mkdirSync(`${root}/docs`, { recursive: true });
writeFileSync(
  `${root}/docs/inspect.svg`,
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="agora-token inspect">
<rect width="100%" height="100%" rx="10" fill="#0d1117"/>
${dots}
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${PLAIN}">
${rows.join('\n')}
</g>
</svg>
`,
);
console.log(`drew docs/inspect.svg, ${lines.length} lines`);
