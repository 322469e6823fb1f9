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
    plugins: [errorsInBrief(root)],
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
      const [about, others] = [true, false].map((own) =>
        SDK_ERRORS.filter(({ aboutToken }) => aboutToken === own),
      );
      const known = about.map(({ source, causes, ...error }) => ({
        ...error,
        causes: causes.filter(({ findings }) => findings).map(({ findings }) => ({ findings })),
      }));
      const rows = [...new Set(others.map(({ product }) => product))].map((product) => [
        product,
        others.filter((error) => error.product === product).map(({ codes }) => codes.join(' ')),
      ]);
      return `
const source = 'agora-token explain';
const causes = (all) => all.map(({ findings }) => ({ text: source, findings }));
export const SDK_ERRORS = [
  ...${JSON.stringify(known)}.map((error) => ({ ...error, causes: causes(error.causes), source })),
  ...${JSON.stringify(rows)}.flatMap(([product, rows]) =>
    rows.map((row) => ({
      product,
      codes: row.split(' '),
      meaning: 'It is not about the token.',
      aboutToken: false,
      causes: [],
      source,
    })),
  ),
];`;
    },
  };
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
