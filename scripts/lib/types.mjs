import { readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Deletes the declarations that no entry leads to: they are of no use to anybody. */
export function keepReachable(folder, entries) {
  const reached = new Set();
  const visit = (path) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const specifier of importsOf(readFileSync(path, 'utf8'))) {
      visit(join(dirname(path), specifier.replace(/\.js$/, '.d.ts')));
    }
  };
  for (const entry of entries) visit(join(folder, entry));
  prune(folder, reached);
}

/** `from './x.js'`, `import("./x.js").Y`, `import './x.js'` */
function importsOf(text) {
  const found = text.matchAll(/\b(?:from |import ?\(?)["'](\.[^"']*)["']/g);
  return [...found].map(([, specifier]) => specifier);
}

/** @returns whether nothing is left of the folder */
function prune(folder, kept) {
  const left = readdirSync(folder, { withFileTypes: true }).filter((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!prune(path, kept)) return true;
      rmdirSync(path);
      return false;
    }
    if (kept.has(path)) return true;
    rmSync(path);
    return false;
  });
  return left.length === 0;
}
