// Messages in the body of a request: borders, flags, lengths, number, compression.
'use strict';

const assert = require('node:assert/strict');
const zlib = require('node:zlib');
const { exchange, service } = require('../wire/exchange');
const { field, empty, frame, gzipFrame, inputRequest, simpleRequest } = require('../wire/protobuf');
const { INTERNAL, OK, RESOURCE_EXHAUSTED, UNIMPLEMENTED } = require('./codes');

const unary = service('UnaryCall');
const clientStream = service('StreamingInputCall');
const serverStream = service('StreamingOutputCall');
const duplex = service('FullDuplexCall');
const Gzip = { 'grpc-encoding': 'gzip' };

/** A check that sends the chunks to a method and wants a status code. */
function gives(code, path, makeChunks, options = {}) {
  return async ({ session, limit }) => {
    const result = await exchange(session, path, makeChunks(limit), options);
    assert.equal(result.http, 200);
    assert.equal(result.code, code, `grpc-status ${result.code} (${result.message}) instead of ${code}`);
    return result;
  };
}

const small = () => simpleRequest({ responseSize: 10, payloadSize: 20 });
const bytesOf = (buffer) => [...buffer].map((byte) => Buffer.from([byte]));

/** Cuts at every place: the answer must not depend on the borders of DATA frames. */
async function atEveryCut({ session }) {
  const message = frame(small());
  for (let cut = 1; cut < message.length; cut++) {
    const chunks = [message.subarray(0, cut), message.subarray(cut)];
    const result = await exchange(session, unary, chunks, { slowly: true });
    assert.equal(result.code, OK, `cut at ${cut}`);
    assert.equal(result.messages.length, 1);
  }
}

/** A SimpleRequest of exactly so many bytes, by a payload that takes what the fields around it leave. */
function requestOf(bytes) {
  for (let size = bytes; ; size--) {
    const request = simpleRequest({ payloadSize: size });
    const missing = bytes - request.length;
    if (missing >= 0 && missing % 2 === 0) return Buffer.concat([request, Buffer.alloc(missing / 2, field(2, 0))]);
  }
}

async function aggregated(session, chunks, expected, options) {
  const result = await exchange(session, clientStream, chunks, options);
  assert.equal(result.code, OK, result.message);
  assert.deepEqual(result.messages[0].body, field(1, expected));
}

module.exports = {
  'a message byte by byte is one message': async ({ session }) => {
    const result = await exchange(session, unary, bytesOf(frame(small())), { slowly: true });
    assert.equal(result.code, OK);
    assert.equal(result.messages.length, 1);
  },
  'a message cut at any place is one message': atEveryCut,
  'several messages in one DATA frame': async ({ session }) => {
    const messages = [10, 20, 30, 40, 50].map((size) => frame(inputRequest(size)));
    await aggregated(session, [Buffer.concat(messages)], 150);
  },
  'DATA frames that end inside the next head': async ({ session }) => {
    const all = Buffer.concat([frame(inputRequest(100)), frame(inputRequest(200)), frame(inputRequest(300))]);
    const first = frame(inputRequest(100)).length + 3;
    await aggregated(session, [all.subarray(0, first), all.subarray(first)], 600, { slowly: true });
  },
  'a message of no bytes is a message': gives(OK, unary, () => [frame(empty)]),
  'flag 2 is internal': gives(INTERNAL, unary, () => [frame(small(), 2)]),
  'flag 255 is internal': gives(INTERNAL, unary, () => [frame(small(), 255)]),
  'flag 1 without an encoding is internal': gives(INTERNAL, unary, () => [gzipFrame(small())]),
  'flag 1 with encoding identity is internal':
    gives(INTERNAL, unary, () => [gzipFrame(small())], { headers: { 'grpc-encoding': 'identity' } }),
  'an unknown encoding is unimplemented and the known ones are named': async ({ session }) => {
    const headers = { 'grpc-encoding': 'rot13' };
    const result = await exchange(session, unary, [frame(small(), 1)], { headers });
    assert.equal(result.code, UNIMPLEMENTED);
    const known = { ...result.headers, ...result.trailers }['grpc-accept-encoding'];
    assert.match(known ?? '', /\bgzip\b/);
  },
  'a message at the limit is taken': gives(OK, unary, (limit) => [frame(requestOf(limit))]),
  'a length above the limit is refused without its bytes':
    gives(RESOURCE_EXHAUSTED, unary, (limit) => [frame(empty, 0, limit + 1)], { leaveOpen: true }),
  'length 0x7fffffff is refused without its bytes':
    gives(RESOURCE_EXHAUSTED, unary, () => [frame(empty, 0, 0x7fffffff)], { leaveOpen: true }),
  'length 0x80000000 is refused without its bytes':
    gives(RESOURCE_EXHAUSTED, unary, () => [frame(empty, 0, 0x80000000)], { leaveOpen: true }),
  'length 0xffffffff is refused without its bytes':
    gives(RESOURCE_EXHAUSTED, unary, () => [frame(empty, 0, 0xffffffff)], { leaveOpen: true }),
  'a length above the limit in a client stream is refused':
    gives(RESOURCE_EXHAUSTED, clientStream, () => [frame(inputRequest(5)), frame(empty, 0, 0xffffffff)],
      { leaveOpen: true }),
  'a gzip message is taken': gives(OK, unary, () => [gzipFrame(small())], { headers: Gzip }),
  'a plain message under a declared encoding is taken': gives(OK, unary, () => [frame(small())], { headers: Gzip }),
  'compressed and plain messages mix': async ({ session }) => {
    const chunks = [gzipFrame(inputRequest(1000)), frame(inputRequest(200)), gzipFrame(inputRequest(30))];
    await aggregated(session, chunks, 1230, { headers: Gzip });
  },
  'a gzip bomb is refused': gives(RESOURCE_EXHAUSTED, unary, () => [gzipFrame(Buffer.alloc(256 << 20))],
    { headers: Gzip }),
  'a gzip message one byte above the limit is refused':
    gives(RESOURCE_EXHAUSTED, unary, (limit) => [gzipFrame(Buffer.alloc(limit + 1))], { headers: Gzip }),
  'broken gzip is internal': gives(INTERNAL, unary, () => [frame(Buffer.from('this is not gzip'), 1)],
    { headers: Gzip }),
  'cut gzip is internal': gives(INTERNAL, unary, () => {
    const whole = zlib.gzipSync(simpleRequest({ payloadSize: 1000, responseSize: 10 }));
    return [frame(whole.subarray(0, whole.length - 12), 1)];
  }, { headers: Gzip }),
  'an end inside a head is internal': gives(INTERNAL, unary, () => [frame(small()).subarray(0, 3)]),
  'an end inside a message is internal': gives(INTERNAL, unary, () => [frame(small()).subarray(0, 12)]),
  'an end inside a message of a client stream is internal':
    gives(INTERNAL, clientStream, () => [frame(inputRequest(5)), frame(inputRequest(50)).subarray(0, 12)]),
  'an end inside a message of a duplex stream is internal': gives(INTERNAL, duplex, () => [Buffer.from([0, 0])]),
  'no message for a unary call is internal': gives(INTERNAL, unary, () => []),
  'two messages for a unary call are internal': gives(INTERNAL, unary, () => [frame(small()), frame(small())]),
  'no message for a server stream is internal': gives(INTERNAL, serverStream, () => []),
  'two messages for a server stream are internal': gives(INTERNAL, serverStream, () => [frame(empty), frame(empty)]),
  'no message is an empty client stream': async ({ session }) => {
    const result = await exchange(session, clientStream, []);
    assert.equal(result.code, OK);
    assert.equal(result.messages.length, 1);
  },
  'bytes that are no protobuf are internal': gives(INTERNAL, unary, () => [frame(Buffer.from([0x1a, 0xff, 0xff]))]),
  'bytes that are no protobuf in a client stream are internal':
    gives(INTERNAL, clientStream, () => [frame(inputRequest(5)), frame(Buffer.from([0x0a, 0xff, 0xff]))]),
};
