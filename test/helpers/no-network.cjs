// Preloaded into the program: whatever would open a connection or look a name up throws instead.
const { writeSync } = require('node:fs');

const refuse = (what) => () => {
  writeSync(2, `NETWORK: ${what}\n`);
  throw new Error(`the network was used: ${what}`);
};

const net = require('node:net');
net.Socket.prototype.connect = refuse('net.Socket.connect');
net.Server.prototype.listen = refuse('net.Server.listen');
const dgram = require('node:dgram');
dgram.createSocket = refuse('dgram.createSocket');
for (const dns of [require('node:dns'), require('node:dns').promises]) {
  for (const name of Object.keys(dns)) {
    if (/^(lookup|resolve|reverse)/.test(name)) dns[name] = refuse(`dns.${name}`);
  }
}
for (const name of ['http', 'https']) {
  const module = require(`node:${name}`);
  module.request = refuse(`${name}.request`);
  module.get = refuse(`${name}.get`);
}
globalThis.fetch = refuse('fetch');
if (globalThis.WebSocket) globalThis.WebSocket = refuse('WebSocket');
