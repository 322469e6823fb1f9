// Builds the page: one HTML file with its style and script inside, which may load nothing else.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * The same sources give the same bytes, so that anybody can build the page and compare.
 * @returns its name and text, and the paths of the sources whose code is in it
 */
export async function buildPage(root) {
  const folder = join(root, 'src', 'page');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    entryPoints: { script: join(folder, 'main.tsx'), style: join(folder, 'page.css') },
    outdir: root,
    format: 'iife',
    platform: 'browser',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    // Errors are told apart by their classes, and never by the names of these.
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const bundled = (end) => outputFiles.find(({ path }) => path.endsWith(end)).text.trim();
  const style = bundled('style.css');
  const script = bundled('script.js');
  const policy = [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = put(readFileSync(join(folder, 'page.html'), 'utf8'), [
    [`content="default-src 'none'"`, `content="${policy}"`],
    ['<style></style>', `<style>${style}</style>`],
    ['<script></script>', `<script>${script}</script>`],
  ]);
  return {
    files: [['page.html', page]],
    sources: Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0),
    ),
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
