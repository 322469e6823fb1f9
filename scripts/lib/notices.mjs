import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LICENCES } from './licences.mjs';

/**
 * The licences of every package whose code is in the bundles.
 * @param sources paths of the bundled files, relative to the root
 */
export function notices(root, sources) {
  const packages = new Map();
  for (const source of sources) {
    const [, path, folder] = PACKAGE.exec(source) ?? [];
    if (folder) packages.set(folder, (packages.get(folder) ?? new Set()).add(join(root, path)));
  }
  const texts = [...packages]
    .map(([folder, files]) => describe(join(root, folder), files))
    .sort((a, b) => (a.title < b.title ? -1 : 1));
  return [
    'This program contains code of the following packages.',
    ...new Set(texts.map(({ title, text }) => `${'-'.repeat(78)}\n${title}\n\n${text}`)),
  ].join('\n\n');
}

/** `node_modules/a/node_modules/@b/c/lib/x.js`, and in it `node_modules/a/node_modules/@b/c` */
const PACKAGE = /^(?:[\w-]+:)?((.*node_modules\/(?:@[^/]+\/)?[^/]+)\/.*)$/;

function describe(folder, files) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version } = manifest;
  const licence = manifest.license ?? manifest.licenses?.map(({ type }) => type).join(' or ');
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|-|$)/i.test(entry));
  const text = file
    ? readFileSync(join(folder, file), 'utf8').trim()
    : standardText(licence, manifest, files);
  return { title: `${name} ${version} (${licence ?? 'see below'})`, text: `${text}\n` };
}

/** For a package that ships no copy of its licence: whose it is, and the text that it names. */
function standardText(licence, { name, author, homepage }, files) {
  const text = LICENCES[licence];
  if (!text) throw new Error(`${name} ships no licence, and the text of ${licence} is not at hand`);
  const headers = [...files].map((path) => readFileSync(path, 'utf8').slice(0, 1000));
  const copyrights = headers.flatMap((header) => header.match(/copyright .*\d{4}.*/i) ?? []);
  const by = author?.name ?? author;
  return [
    ...new Set(copyrights.map((line) => line.trim())),
    ...(by ? [`Author: ${by}`] : []),
    ...(homepage ? [`Home: ${homepage}`] : []),
    '',
    text,
  ].join('\n');
}
