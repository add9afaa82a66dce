// A bare connection of an attacker.
'use strict';

const net = require('node:net');
const wire = require('../wire/frames');

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** An open socket; whatever the server does to it is no error. `greet` sends preface and settings. */
function attack(port, { greet = true, settings = {}, reads = true } = {}) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    const state = { socket, isClosed: false, received: 0 };
    socket.on('error', () => {}); // Being thrown out is the wanted outcome.
    socket.on('close', () => {
      state.isClosed = true;
      resolve(state);
    });
    if (reads) socket.on('data', (chunk) => (state.received += chunk.length));
    socket.on('connect', () => {
      if (greet) socket.write(Buffer.concat([wire.Preface, wire.settings(settings)]));
      resolve(state);
    });
  });
}

/** Several at once, all open until `use` is through. */
async function crowd(port, count, options, use) {
  const attackers = await Promise.all(Array.from({ length: count }, () => attack(port, options)));
  try {
    await use(attackers);
    const closed = attackers.filter(({ isClosed }) => isClosed).length;
    return `${closed} of ${count} connections closed by the server`;
  } finally {
    for (const { socket } of attackers) socket.destroy();
  }
}

/** Writes chunks made by `next` until the server closes, `count` are out or the time is over. */
async function flood(attacker, count, ms, next) {
  const end = Date.now() + ms;
  let sent = 0;
  while (sent < count && !attacker.isClosed && Date.now() < end) {
    const isFull = !attacker.socket.write(next(sent++));
    // A server that does not read any more must not make this program grow either.
    if (isFull) await Promise.race([new Promise((resolve) => attacker.socket.once('drain', resolve)), pause(100)]);
    if (attacker.socket.writableLength > 4 << 20) await pause(50);
  }
  return sent;
}

/** Until the server has closed all of them, or the time is over. */
async function untilClosed(attackers, ms) {
  const end = Date.now() + ms;
  while (attackers.some(({ isClosed }) => !isClosed) && Date.now() < end) await pause(20);
}

module.exports = { attack, crowd, flood, pause, untilClosed };
