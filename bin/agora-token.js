#!/usr/bin/env node
// Plain JavaScript that also old versions of Node.js can read, so that they get a clear answer.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 17)) {
  console.error(`agora-token: Node.js 20.17 or newer is needed; this is ${process.versions.node}`);
  process.exitCode = 1;
} else {
  import('../dist/main.js').then(({ start }) => start());
}
