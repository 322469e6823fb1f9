// Compiling the program takes a third of its start-up, so what V8 made of it is kept: in a checkout by
// the build, for the Node.js that it ran on, and everywhere by Node.js itself from 22.8 on.
var { existsSync, mkdirSync, readFileSync } = require('node:fs');
var Module = require('node:module');
var { basename, dirname, isAbsolute, join } = require('node:path');
var { Script } = require('node:vm');

var DIST = join(__dirname, '..', 'dist');

/** The folder of a build's compiled code, which fits one V8 on one kind of machine. */
exports.folderIn = function folderIn(dist) {
  return join(dist, 'compiled', `${process.versions.v8}-${process.platform}-${process.arch}`);
};

exports.useCompiledCode = function useCompiledCode() {
  var folder = exports.folderIn(DIST);
  if (existsSync(folder)) {
    exports.hookCompiler(DIST, (name) => {
      try {
        return readFileSync(join(folder, name));
      } catch {
        return undefined;
      }
    });
  } else if (Module.enableCompileCache) {
    keepInUsersCache();
  }
};

/**
 * Makes require() run the files of one folder from compiled code. V8 checks that it fits, and
 * compiles anew where it does not.
 * @param codeOf the compiled code of a file, where there is some
 * @param onScript gets the script of every file, compiled from code or not
 */
exports.hookCompiler = function hookCompiler(dist, codeOf, onScript) {
  var compile = Module.prototype._compile;
  Module.prototype._compile = function (content, filename, ...others) {
    var name = dirname(filename) === dist ? basename(filename) : undefined;
    var cachedData = name && codeOf(name);
    if (!name || (!cachedData && !onScript)) {
      return compile.call(this, content, filename, ...others);
    }
    var parameters = 'exports,require,module,__filename,__dirname';
    var script = new Script(`(function(${parameters}){${content}\n})`, { filename, cachedData });
    onScript?.(name, script);
    return script
      .runInThisContext()
      .call(this.exports, this.exports, (id) => this.require(id), this, filename, dist);
  };
};

/**
 * Node.js keeps compiled code in the user's own folder: in the default, the shared temporary one,
 * others could put code there that this program would then run. The folder is made here, for
 * enableCompileCache() does not return where it cannot make the folders above.
 */
function keepInUsersCache() {
  var { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  var base =
    process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
  if (!base || !isAbsolute(base)) return;
  var folder = join(base, 'agora-token');
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    Module.enableCompileCache(folder);
  } catch {
    // It is no more than a help.
  }
}
