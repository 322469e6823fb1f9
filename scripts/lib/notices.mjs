import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licences of every package whose code is in the bundles.
 * @param sources paths of the bundled files, relative to the root
 */
export function notices(root, sources) {
  const folders = new Set(sources.map(packageFolder).filter(Boolean));
  const packages = [...folders].map((folder) => describe(join(root, folder)));
  const texts = packages.sort((a, b) => (a.title < b.title ? -1 : 1));
  return [
    'This program contains code of the following packages.',
    ...new Set(texts.map(({ title, text }) => `${'-'.repeat(78)}\n${title}\n\n${text}`)),
  ].join('\n\n');
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` → `node_modules/a/node_modules/@b/c` */
function packageFolder(path) {
  return /^(?:[\w-]+:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}

function describe(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version } = manifest;
  const licence = manifest.license ?? manifest.licenses?.map(({ type }) => type).join(' or ');
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|-|$)/i.test(entry));
  const author = manifest.author?.name ?? manifest.author;
  const text = file
    ? readFileSync(join(folder, file), 'utf8').trim()
    : `Licence: ${licence}${author ? `\nAuthor: ${author}` : ''}`;
  return { title: `${name} ${version} (${licence ?? 'see below'})`, text: `${text}\n` };
}
