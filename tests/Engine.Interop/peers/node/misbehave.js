// A server that answers every call wrongly: one port per behaviour.
//   node misbehave.js [--only NAME]
// Prints "port NAME N" for each behaviour, then "listening".
'use strict';

const http2 = require('node:http2');
const net = require('node:net');
const { parseArguments } = require('./arguments');
const { behaviours, connections } = require('./misbehave/behaviours');

/** An HTTP/2 server behind a plain one, because only that has sockets that can be cut. */
function misbehaving(behave) {
  const server = http2.createServer();
  const sockets = new WeakMap();
  let newest;
  server.on('session', (session) => sockets.set(session, newest));
  server.on('sessionError', () => {}); // The client's view is what is tested.
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    stream.resume();
    behave(stream, sockets.get(stream.session));
  });
  return net.createServer((socket) => {
    socket.on('error', () => {});
    newest = socket;
    server.emit('connection', socket);
  });
}

function listen(server) {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}

async function main() {
  const { only } = parseArguments({ only: '' });
  for (const [name, behave] of Object.entries(behaviours))
    if (!only || name === only) console.log(`port ${name} ${await listen(misbehaving(behave))}`);
  for (const [name, treat] of Object.entries(connections)) {
    if (only && name !== only) continue;
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      treat(socket);
    });
    console.log(`port ${name} ${await listen(server)}`);
  }
  console.log('listening');
}

process.on('SIGTERM', () => process.exit(0));
main().catch((error) => {
  console.error(error);
  process.exit(1);
});
