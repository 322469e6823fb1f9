const {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} = require('node:fs');
const { dirname, join } = require('node:path');

/** V8 copies code that is not at a multiple of it. */
const ALIGNMENT = 8;

/**
 * Keeps what V8 has compiled in this run, and what earlier runs kept of files that this one did not load.
 * @param folder the user's own; it is made, for the user alone
 */
exports.keep = function keep(folder, name, isPrivate, { runs, scripts, kept, stampOf }) {
  for (const each of [dirname(folder), folder]) {
    try {
      mkdirSync(each, { mode: 0o700 });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  if (!isPrivate(folder)) return;
  const parts = [...scripts].map(([file, { script, stamp }]) => [
    file,
    stamp,
    aligned(script.createCachedData()),
  ]);
  for (const [file, { stamp, code }] of kept) {
    if (!scripts.has(file) && isSame(file, stamp, stampOf)) parts.push([file, stamp, code]);
  }
  const files = parts.map(([file, stamp, code]) => [file, stamp, code.length]);
  const header = aligned(Buffer.from(JSON.stringify({ runs, files })), ' ');
  const length = Buffer.alloc(ALIGNMENT);
  length.writeUInt32LE(header.length);
  const whole = Buffer.concat([length, header, ...parts.map(([, , code]) => code)]);
  // Twice, so that a reader sees damage.
  replace(join(folder, name), Buffer.concat([whole, whole]));
};

function isSame(file, stamp, stampOf) {
  try {
    return stampOf(file) === stamp;
  } catch {
    return false;
  }
}

function aligned(bytes, filler = '\0') {
  const length = Math.ceil(bytes.length / ALIGNMENT) * ALIGNMENT;
  return Buffer.concat([bytes, Buffer.from(filler.repeat(length - bytes.length))]);
}

/** All of it or nothing, also when the power fails. */
function replace(path, bytes) {
  const next = `${path}.${process.pid}`;
  const file = openSync(next, 'wx', 0o600);
  try {
    try {
      writeSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
