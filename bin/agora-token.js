#!/usr/bin/env node
// CommonJS that also old versions of Node.js can read: they get a clear answer, and new ones start
// faster than with an ES module.
var NOTHING = { runs: 0, kept: new Map() };
var versions = process.versions.node.split('.').map(Number);
if (versions[0] < 20 || (versions[0] === 20 && versions[1] < 17)) {
  console.error(`agora-token: Node.js 20.17 or newer is needed; this is ${process.versions.node}`);
  process.exitCode = 1;
} else {
  start();
}

/**
 * Starts the program with the code that V8 compiled in earlier runs: compiling takes half of a start.
 *
 * Node.js' own cache has only what is compiled when a file is loaded; most functions are compiled when they
 * are first called. So the first runs of a command that end well keep all that they compiled. V8 checks
 * that kept code is of its own version and of a source of the same length; the stamp says that it is the
 * same file.
 */
function start() {
  const { Script } = require('node:vm');
  // Without join(), which looks at every character of a path, and is soon optimised for it.
  const dist = `${__dirname}/../dist`;
  const folder = cacheFolder();
  const own = folder && privateFolder(folder);
  const name = `${process.version}-${process.arch}-${topic(process.argv.slice(2))}`;
  let { runs, kept } = own ? readKept(`${own}/${name}`) : NOTHING;
  const scripts = new Map();
  const modules = new Map();
  // Runs differ: together, the first three have nearly all that later ones need.
  let compiled = runs < 3;

  /** A require() for the program's files, without Node.js' search for them. */
  const load = (file) => {
    const known = modules.get(file);
    if (known) return known.exports;
    const filename = `${dist}/${file}`;
    const { source, stamp } = readModule(filename);
    const found = kept.get(file) || { stamp };
    const replaced = found.stamp !== stamp;
    // Another version of the program was installed.
    if (replaced) ({ runs, kept } = NOTHING);
    const cachedData = replaced ? undefined : found.code;
    const script = new Script(source, { filename, cachedData });
    if (!cachedData || script.cachedDataRejected) compiled = true;
    scripts.set(file, { script, stamp });
    // Without a prototype it is a table from the start: many names are added, each of them once.
    const module = { exports: { __proto__: null } };
    modules.set(file, module);
    script.runInThisContext()(module.exports, requireFrom, module, filename);
    return module.exports;
  };
  const requireFrom = (id) => (id.startsWith('./') ? load(id.slice(2)) : require(id));

  process.on('exit', (code) => {
    // After a failure most of the program has not run; in a long run V8 forgets what it began with.
    const whole = (code === 0 || code > 4) && process.uptime() < 5;
    if (!compiled || !whole || folder === undefined) return;
    try {
      const { keep, makeFolder } = require('./keep.js');
      makeFolder(folder);
      const made = privateFolder(folder);
      if (made) keep(made, name, { runs: runs + 1, scripts, kept });
    } catch {
      // The next run does without.
    }
  });
  load('main.cjs').start();
}

/**
 * A CommonJS module as a function, and what tells this file from another.
 * In one piece: V8 would copy a source that is put together from several.
 */
function readModule(filename) {
  const { closeSync, fstatSync, openSync, readSync } = require('node:fs');
  const [head, tail] = ['(function(exports,require,module,__filename){', '\n})'];
  const file = openSync(filename, 'r');
  try {
    const { size, mtimeMs, ctimeMs } = fstatSync(file);
    const bytes = Buffer.allocUnsafe(head.length + size + tail.length);
    bytes.write(head, 'latin1');
    const end = head.length + readSync(file, bytes, head.length, size, 0);
    // The build writes ASCII, which is read fastest as Latin-1.
    const source = bytes.toString('latin1', 0, end + bytes.write(tail, end, 'latin1'));
    return { source, stamp: `${size} ${mtimeMs} ${ctimeMs}` };
  } finally {
    closeSync(file);
  }
}

/** Compiled code is kept per command, and for help. */
function topic(args) {
  if (args.includes('--help') || args.includes('-h')) return 'help';
  return args.length > 0 && /^[a-z]+$/.test(args[0]) ? args[0] : 'other';
}

/** Where compiled code is kept; undefined: nowhere. */
function cacheFolder() {
  const { isAbsolute, join } = require('node:path');
  const { HOME, LOCALAPPDATA, NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE) return undefined;
  const windows = process.platform === 'win32';
  const base = windows ? LOCALAPPDATA : XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
  return base && isAbsolute(base) ? join(base, 'agora-token') : undefined;
}

/**
 * The real path of a folder that is this user's, and that nobody but this user and root can write to or
 * replace: V8 runs what it finds there and does not ask who wrote it.
 */
function privateFolder(folder) {
  // On Windows it is in the user's own profile, which others cannot write to.
  if (process.platform === 'win32') return folder;
  const { lstatSync, realpathSync } = require('node:fs');
  const { dirname } = require('node:path');
  const user = /** @type {() => number} */ (process.getuid)();
  try {
    const real = realpathSync.native(folder);
    const { uid, mode } = lstatSync(real);
    if (uid !== user || (mode & 0o022) !== 0) return undefined;
    for (let above = dirname(real); ; above = dirname(above)) {
      const { uid, mode } = lstatSync(above);
      // In a sticky folder such as /tmp, others cannot replace what is not theirs.
      const sticky = (mode & 0o1000) !== 0;
      if ((uid !== user && uid !== 0) || ((mode & 0o022) !== 0 && !sticky)) return undefined;
      if (dirname(above) === above) return real;
    }
  } catch {
    return undefined;
  }
}

/** What `keep.js` wrote: for each file of the program its stamp and its compiled code. */
function readKept(path) {
  try {
    const bytes = readTwice(path);
    const kept = new Map();
    let at = 8 + bytes.readUInt32LE(0);
    const { runs, files } = JSON.parse(bytes.toString('latin1', 8, at));
    for (const [file, stamp, length] of files) {
      kept.set(file, { stamp, code: bytes.subarray(at, at + length) });
      at += length;
    }
    return { runs, kept };
  } catch {
    // There is none yet, or it is damaged.
    return NOTHING;
  }
}

/**
 * The first half of a file, which must equal the second: V8 crashes on damaged code, and Node.js loads no
 * checksum as fast as it compares. Piece by piece, because new memory takes time.
 */
function readTwice(path) {
  const { closeSync, fstatSync, openSync, readSync } = require('node:fs');
  const file = openSync(path, 'r');
  try {
    const { size, uid, mode } = fstatSync(file);
    // Somebody may have put it there before the folder was private.
    if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0))
      throw new Error('it is not ours');
    const half = size / 2;
    const bytes = Buffer.allocUnsafeSlow(half);
    readSync(file, bytes, 0, half, 0);
    const piece = Buffer.allocUnsafe(65536);
    for (let at = 0; at < half; at += piece.length) {
      const end = Math.min(half, at + piece.length);
      const length = readSync(file, piece, 0, end - at, half + at);
      if (bytes.compare(piece, 0, length, at, end) !== 0) throw new Error('it is damaged');
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}
