const {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { dirname, join } = require('node:path');

/** V8 copies code that does not begin at a multiple of this. */
const ALIGNMENT = 8;
const MONTH = 30 * 24 * 3600 * 1000;

/** Makes the folder and the one above, for the user alone. */
exports.makeFolder = (folder) => {
  for (const each of [dirname(folder), folder]) {
    if (!existsSync(each)) mkdirSync(each, { mode: 0o700 });
  }
};

/** Keeps what V8 compiled in this run, and what earlier runs kept of files that this one did not load. */
exports.keep = (folder, name, { runs, scripts, kept }) => {
  const parts = [...scripts].map(([file, { script, stamp }]) => [
    file,
    stamp,
    aligned(script.createCachedData()),
  ]);
  for (const [file, { stamp, code }] of kept) {
    if (!scripts.has(file)) parts.push([file, stamp, code]);
  }
  const files = parts.map(([file, stamp, code]) => [file, stamp, code.length]);
  const header = aligned(Buffer.from(JSON.stringify({ runs, files })), ' ');
  const length = Buffer.alloc(ALIGNMENT);
  length.writeUInt32LE(header.length);
  const whole = Buffer.concat([length, header, ...parts.map(([, , code]) => code)]);
  // Twice, so that a reader notices damage.
  replace(join(folder, name), Buffer.concat([whole, whole]));
  removeOld(folder);
};

function aligned(bytes, filler = '\0') {
  const length = Math.ceil(bytes.length / ALIGNMENT) * ALIGNMENT;
  return Buffer.concat([bytes, Buffer.from(filler.repeat(length - bytes.length))]);
}

/** Writes all of it or nothing, also when the power fails. */
function replace(path, bytes) {
  const next = `${path}.${process.pid}`;
  try {
    writeFileSync(next, bytes, { flag: 'wx', mode: 0o600, flush: true });
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}

/** As files of compiled code are called, Node.js' own too. Anything else in the folder may be the user's. */
const NAME = /^v\d+\.\d+\.\d+-/;

/** What is older is mostly of another Node.js or of a run that was killed; what is not is soon written again. */
function removeOld(folder) {
  for (const name of readdirSync(folder).filter((each) => NAME.test(each))) {
    const path = join(folder, name);
    if (lstatSync(path).mtimeMs < Date.now() - MONTH) rmSync(path, { recursive: true });
  }
}
