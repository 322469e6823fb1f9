// Builds the page: one HTML file with its style and script inside, which may load nothing else.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { transform } from 'esbuild';
import { rolldown } from 'rolldown';

/**
 * The same sources give the same bytes, so that anybody can build the page and compare.
 * @returns its name and text, and the paths of the sources whose code is in it
 */
export async function buildPage(root) {
  const folder = join(root, 'src', 'page');
  const source = (name) => readFileSync(join(folder, name), 'utf8');
  const { code: style } = await transform(source('page.css'), { loader: 'css', minify: true });
  const script = await bundle(root, join(folder, 'main.tsx'));
  const policy = [
    "default-src 'none'",
    `script-src '${hash(script.code)}'`,
    `style-src '${hash(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = put(source('page.html'), [
    [`content="default-src 'none'"`, `content="${policy}"`],
    ['<style></style>', `<style>${style}</style>`],
    ['<script></script>', `<script>${script.code}</script>`],
  ]);
  return { files: [['page.html', page]], sources: script.sources };
}

async function bundle(root, input) {
  const page = await rolldown({
    cwd: root,
    input,
    platform: 'browser',
    tsconfig: join(root, 'src', 'page', 'tsconfig.json'),
    transform: {
      target: ['chrome123', 'firefox120', 'safari17.5'],
      jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' },
      inject: { h: ['preact', 'h'], Fragment: ['preact', 'Fragment'] },
    },
    plugins: [errorsInBrief(root), librariesFirst(input)],
  });
  const { output } = await page.generate({ format: 'iife', minify: true, comments: false });
  await page.close();
  const [{ code, moduleIds }] = output;
  if (/<\/script|<!--/i.test(code)) throw new Error('the script of the page would end its element');
  return {
    code,
    sources: moduleIds.map((id) => relative(root, id).replaceAll(sep, '/')),
  };
}

/**
 * Text that is alike is to be near: gzip sees back 32 KB. Between the modules of the page that import
 * them, libraries and the catalogue of errors would part what is alike.
 */
const FIRST = [
  'preact',
  '@preact/signals-core',
  '@noble/hashes/hmac',
  '@noble/hashes/legacy',
  '@noble/hashes/sha2',
  'fastest-levenshtein',
  '../core/inspect/find-error.js',
];

const librariesFirst = (input) => ({
  name: 'libraries-first',
  transform: (code, id) =>
    id === input ? FIRST.map((module) => `import '${module}';`).join('\n') + code : null,
});

const CATALOGUE = join('src', 'core', 'agora', 'sdk-errors.ts');

/**
 * The catalogue of errors, without what only the command says. For errors about a token, the page has the
 * texts that find them, their meaning and the findings that explain them, but neither causes nor sources.
 * For other errors it has the names alone, so that its verdict is the command's.
 */
function errorsInBrief(root) {
  const path = join(root, CATALOGUE);
  return {
    name: 'errors-in-brief',
    async load(id) {
      if (id !== path) return null;
      const { SDK_ERRORS } = await evaluated(root, path);
      // Many errors have the same causes: the findings of each are written once.
      const found = [];
      const place = ({ findings = [] }) => {
        const codes = joined(findings, ' ');
        if (codes !== '' && !found.includes(codes)) found.push(codes);
        return found.indexOf(codes);
      };
      const places = (causes) => causes.map(place).filter((at) => at >= 0);
      const list = (parts) => joined(parts, ';');
      const row = ({ codes, aboutToken, meaning, causes, texts = [] }) =>
        aboutToken
          ? joined([list(codes), meaning, list(places(causes)), list(texts)], '|')
          : joined([list(codes)], '|');
      const products = [...new Set(SDK_ERRORS.map(({ product }) => product))].map((product) =>
        joined(
          [product, ...SDK_ERRORS.filter((error) => error.product === product).map(row)],
          '\n',
        ),
      );
      return `
const source = 'agora-token explain';
const causes = ${JSON.stringify(joined(found, '\n'))}
  .split('\\n')
  .map((findings) => ({ text: source, findings: findings.split(' ') }));
const list = (parts) => parts ? parts.split(';') : [];
export const SDK_ERRORS = ${JSON.stringify(joined(products, '\n\n'))}.split('\\n\\n').flatMap((part) => {
  const [product, ...rows] = part.split('\\n');
  return rows.map((row) => {
    const [codes, meaning, found, texts] = row.split('|');
    return {
      product,
      codes: list(codes),
      texts: list(texts),
      meaning: meaning ?? 'It is not about the token.',
      aboutToken: meaning !== undefined,
      causes: list(found).map((place) => causes[place]),
      source,
    };
  });
});`;
    },
  };
}

/** A row of a table; none of its parts may have in it what parts them. */
function joined(parts, separator) {
  const text = parts.join(separator);
  if (text.split(separator).length > Math.max(parts.length, 1)) {
    throw new Error(`there is ${JSON.stringify(separator)} in one of ${text}`);
  }
  return text;
}

/** What a module of the sources exports. */
async function evaluated(root, input) {
  const module = await rolldown({ cwd: root, input });
  const { output } = await module.generate({ format: 'esm' });
  await module.close();
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}

const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** Each place is there once, and what is put there is taken as it is. */
function put(template, places) {
  return places.reduce((text, [place, content]) => {
    const parts = text.split(place);
    if (parts.length !== 2) throw new Error(`the page has ${parts.length - 1} times ${place}`);
    return parts.join(content);
  }, template);
}
