#!/usr/bin/env node
// CommonJS that also old versions of Node.js can read: they get a clear answer, and new ones start
// faster than with an ES module.
var versions = process.versions.node.split('.').map(Number);
if (versions[0] < 20 || (versions[0] === 20 && versions[1] < 17)) {
  console.error(`agora-token: Node.js 20.17 or newer is needed; this is ${process.versions.node}`);
  process.exitCode = 1;
} else {
  keepCompiledCode();
  // The cast keeps the type checker from reading what was built.
  require(/** @type {any} */ ('../dist/main.cjs')).start();
}

/**
 * Lets Node.js, from 22.8 on, keep what V8 makes of the program in the user's cache: compiling it takes
 * a third of its start-up. Node.js runs what it finds there and does not ask who wrote it, so that nobody
 * else may be able to write to the folder, or to put another in its place.
 */
function keepCompiledCode() {
  const { enableCompileCache } = /** @type {any} */ (require('node:module'));
  if (!enableCompileCache) return;
  const { isAbsolute, join } = require('node:path');
  const { mkdirSync, realpathSync } = require('node:fs');
  const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  const windows = process.platform === 'win32';
  const base = windows ? LOCALAPPDATA : XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
  if (!base || !isAbsolute(base)) return;
  try {
    const folder = join(base, 'agora-token');
    for (const each of [base, folder]) {
      try {
        mkdirSync(each, { mode: 0o700 });
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
    }
    const real = realpathSync.native(folder);
    // On Windows it is in the user's own profile, which others cannot write to.
    if (windows || isPrivate(real)) enableCompileCache(real);
  } catch {
    // It is only a help.
  }
}

/** Whether a folder is this user's, and only this user and root can write to it and exchange it. */
function isPrivate(folder) {
  const { lstatSync } = require('node:fs');
  const { dirname } = require('node:path');
  const user = /** @type {() => number} */ (process.getuid)();
  const { uid, mode } = lstatSync(folder);
  if (uid !== user || (mode & 0o022) !== 0) return false;
  for (let above = dirname(folder); ; above = dirname(above)) {
    const { uid, mode } = lstatSync(above);
    // In a sticky folder such as /tmp, others cannot exchange what is not theirs.
    const sticky = (mode & 0o1000) !== 0;
    if ((uid !== user && uid !== 0) || ((mode & 0o022) !== 0 && !sticky)) return false;
    if (dirname(above) === above) return true;
  }
}
