#!/usr/bin/env node
// CommonJS that also old versions of Node.js can read: they get a clear answer, and new ones start
// faster than with an ES module.
var versions = process.versions.node.split('.').map(Number);
if (versions[0] < 20 || (versions[0] === 20 && versions[1] < 17)) {
  console.error(`agora-token: Node.js 20.17 or newer is needed; this is ${process.versions.node}`);
  process.exitCode = 1;
} else {
  if (versions[0] >= 22) cacheCompiledCode();
  require('../dist/main.cjs').start();
}

/**
 * Node.js 22.8 and newer keep compiled code. It goes into the user's own folder: in the default, the
 * shared temporary one, others could put code there that this program would then run. The folder is
 * made here, for enableCompileCache() does not return where it cannot make the folders above.
 */
function cacheCompiledCode() {
  var { enableCompileCache } = require('node:module');
  var { existsSync, mkdirSync } = require('node:fs');
  var { isAbsolute, join } = require('node:path');
  var { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  var base =
    process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
  if (!enableCompileCache || !base || !isAbsolute(base)) return;
  var folder = join(base, 'agora-token');
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    enableCompileCache(folder);
  } catch {
    // It is no more than a help.
  }
}
