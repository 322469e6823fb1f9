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
    transform: { target: ['chrome123', 'firefox120', 'safari17.5'] },
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

const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** Each place is there once, and what is put there is taken as it is. */
function put(template, places) {
  return places.reduce((text, [place, content]) => {
    const parts = text.split(place);
    if (parts.length !== 2) throw new Error(`the page has ${parts.length - 1} times ${place}`);
    return parts.join(content);
  }, template);
}
