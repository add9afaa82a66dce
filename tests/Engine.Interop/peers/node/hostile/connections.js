// Attacks below the level of calls: bytes, frames, and what the protocol forbids.
'use strict';

const crypto = require('node:crypto');
const wire = require('../wire/frames');
const { crowd, flood, pause, untilClosed } = require('./attacker');

const AttackMs = 1000;
const { Type, Flag } = wire;
const emptyCall = wire.grpcRequest('/grpc.testing.TestService/EmptyCall');
const duplexCall = wire.grpcRequest('/grpc.testing.TestService/FullDuplexCall');

/** Connections that all send the same bytes and then wait to be closed. */
const send = (count, bytes, options) => ({ port }) => crowd(port, count, options, async (attackers) => {
  for (const { socket } of attackers) socket.write(bytes);
  await untilClosed(attackers, AttackMs);
});

/** Connections that send the same frame over and over. */
const repeat = (count, frames, bytes, options) => ({ port }) => crowd(port, count, options, async (attackers) => {
  await Promise.all(attackers.map((attacker) => flood(attacker, frames, AttackMs, () => bytes)));
});

const NoGreeting = { greet: false };
const Deaf = { reads: false };

module.exports = {
  'garbage': ({ port }) => crowd(port, 50, NoGreeting, async (attackers) => {
    for (const { socket } of attackers) socket.write(crypto.randomBytes(4096));
    await untilClosed(attackers, AttackMs);
  }),
  'wrong-preface': send(50, 'PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n', NoGreeting),
  'half-preface': send(50, wire.Preface.subarray(0, 10), NoGreeting),
  'no-preface': ({ port }) => crowd(port, 200, NoGreeting, () => pause(AttackMs)),
  'huge-frame-length': send(50, wire.http2Frame(Type.DATA, 0, 1, Buffer.alloc(100), 0xffffff)),
  'unknown-frames': repeat(2, 50000, wire.http2Frame(0xee, 0xff, 0, Buffer.alloc(100))),
  'data-on-stream-0': send(20, wire.data(0, Buffer.alloc(10))),
  'headers-on-even-stream': send(20, wire.headers(2, emptyCall)),
  'data-on-idle-stream': send(20, wire.data(7, Buffer.alloc(10))),
  'bad-hpack': send(20, wire.headers(1, Buffer.alloc(64, 0xff))),
  'huge-headers': ({ port }) => crowd(port, 5, {}, async (attackers) => {
    const block = wire.grpcRequest('/grpc.testing.TestService/EmptyCall', { 'x-large': 'x'.repeat(1 << 20) });
    await Promise.all(attackers.map(async (attacker) => {
      attacker.socket.write(wire.headers(1, block.subarray(0, 16000), 0));
      await flood(attacker, Math.ceil(block.length / 16000), AttackMs, (i) =>
        wire.http2Frame(Type.CONTINUATION, 0, 1, block.subarray(16000 * (i + 1), 16000 * (i + 2))));
    }));
    await untilClosed(attackers, AttackMs);
  }),
  'continuation-flood': ({ port }) => crowd(port, 5, {}, async (attackers) => {
    await Promise.all(attackers.map(async (attacker) => {
      attacker.socket.write(wire.headers(1, emptyCall, 0));
      await flood(attacker, 20000, AttackMs, () => wire.http2Frame(Type.CONTINUATION, 0, 1, Buffer.alloc(0)));
    }));
  }),
  'many-headers': send(10, wire.headers(1, wire.headerBlock(
    Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`x-${i}`, 'v']))))),
  'ping-flood': repeat(4, 100000, wire.http2Frame(Type.PING, 0, 0, Buffer.alloc(8)), Deaf),
  'settings-flood': repeat(4, 100000, wire.settings({ 4: 65535 }), Deaf),
  'priority-flood': repeat(2, 100000, wire.http2Frame(Type.PRIORITY, 0, 1, Buffer.alloc(5))),
  'window-overflow': send(20, Buffer.concat([wire.windowUpdate(0, 0x7fffffff), wire.windowUpdate(0, 0x7fffffff)])),
  'window-overflow-of-a-stream': send(20, Buffer.concat([
    wire.headers(1, duplexCall), wire.windowUpdate(1, 0x7fffffff), wire.windowUpdate(1, 0x7fffffff)])),
  'window-update-of-nothing': send(20, wire.windowUpdate(0, 0)),
  'bad-settings': send(20, wire.settings({ 5: 1, 4: 0xffffffff })),
  'empty-data-flood': ({ port }) => crowd(port, 4, {}, async (attackers) => {
    await Promise.all(attackers.map(async (attacker) => {
      attacker.socket.write(wire.headers(1, duplexCall));
      await flood(attacker, 100000, AttackMs, () => wire.data(1, Buffer.alloc(0)));
    }));
  }),
  'slow-headers': ({ port }) => crowd(port, 100, {}, async (attackers) => {
    const bytes = wire.headers(1, emptyCall);
    for (let i = 0; i < bytes.length && i < AttackMs / 20; i++) {
      for (const { socket } of attackers) socket.write(bytes.subarray(i, i + 1));
      await pause(20);
    }
  }),
  'half-frame-and-gone': ({ port }) => crowd(port, 200, {}, async (attackers) => {
    const half = wire.http2Frame(Type.HEADERS, Flag.END_HEADERS, 1, emptyCall, 5000);
    for (const { socket } of attackers) socket.write(half);
    await pause(100);
    for (const { socket } of attackers) socket.resetAndDestroy();
  }),
};
