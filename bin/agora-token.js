#!/usr/bin/env node
// CommonJS that also old versions of Node.js can read: they get a clear answer, and new ones start
// faster than with an ES module.
var versions = process.versions.node.split('.').map(Number);
if (versions[0] < 20 || (versions[0] === 20 && versions[1] < 17)) {
  console.error(`agora-token: Node.js 20.17 or newer is needed; this is ${process.versions.node}`);
  process.exitCode = 1;
} else {
  require('./compiled.js').load('main.cjs').start();
}
