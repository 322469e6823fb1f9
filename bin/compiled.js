// Compiling the program takes a third of its start-up, so what V8 made of it is kept: in a checkout by
// the build, for the Node.js that it ran on, and everywhere by Node.js itself from 22.8 on.
var { existsSync, mkdirSync, readFileSync } = require('node:fs');
var { isAbsolute, join } = require('node:path');
var { Script } = require('node:vm');

/** V8 wants the code at a multiple of 8. */
var CODE_AT = 8;

var DIST = join(__dirname, '..', 'dist');

/** The folder of a build's compiled code, which fits one V8 on one kind of machine. */
exports.folderIn = function folderIn(dist) {
  return join(dist, 'compiled', `${process.versions.v8}-${process.platform}-${process.arch}`);
};

/** Loads a file of the program, from compiled code where there is some. */
exports.load = function load(name) {
  var folder = exports.folderIn(DIST);
  if (!existsSync(folder)) {
    keepInUsersCache();
    return require(join(DIST, name));
  }
  return exports.loader(DIST, (each) => {
    try {
      return unpacked(readFileSync(join(folder, each)));
    } catch {
      return undefined;
    }
  })(name);
};

/** Both in one file, for opening one takes longer than reading it: the length of the code comes first. */
exports.packed = function packed(source, code) {
  var length = Buffer.alloc(CODE_AT);
  length.writeUInt32LE(code.length);
  return Buffer.concat([length, code, Buffer.from(source, 'latin1')]);
};

function unpacked(bytes) {
  var end = CODE_AT + bytes.readUInt32LE();
  return {
    // ASCII, as the build writes it, is read faster as what it also is.
    source: bytes.latin1Slice(end),
    cachedData: bytes.subarray(CODE_AT, end),
  };
}

/** A CommonJS module as a function of what it may use. */
exports.wrapped = (source) =>
  `(function(exports,require,module,__filename,__dirname){${source}\n})`;

/**
 * A require() for the files of one folder that leaves out the search for them, and takes their
 * sources already wrapped, so that they are not copied. V8 checks that the code fits, and compiles
 * anew where it does not.
 * @param codeOf the wrapped source and compiled code of a file, where there are some
 * @param onScript gets the script of every file
 */
exports.loader = function loader(dist, codeOf, onScript) {
  var modules = new Map();
  var requireIn = (id) => (id.startsWith('./') ? load(id.slice(2)) : require(id));
  function load(name) {
    var known = modules.get(name);
    if (known) return known.exports;
    var filename = join(dist, name);
    var { source, cachedData } = codeOf(name) ?? {
      source: exports.wrapped(readFileSync(filename, 'utf8')),
    };
    var script = new Script(source, { filename, cachedData });
    onScript?.(name, script, source);
    var module = { exports: {} };
    modules.set(name, module);
    script.runInThisContext()(module.exports, requireIn, module, filename, dist);
    return module.exports;
  }
  return load;
};

/**
 * Node.js keeps compiled code in the user's own folder: in the default, the shared temporary one,
 * others could put code there that this program would then run. The folder is made here, for
 * enableCompileCache() does not return where it cannot make the folders above.
 */
function keepInUsersCache() {
  var { enableCompileCache } = require('node:module');
  if (!enableCompileCache) return;
  var { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  var base =
    process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
  if (!base || !isAbsolute(base)) return;
  var folder = join(base, 'agora-token');
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    enableCompileCache(folder);
  } catch {
    // It is no more than a help.
  }
}
