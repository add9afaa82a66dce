// As much protobuf and gRPC framing as the raw programs need, by hand: they must not share code with a gRPC library.
'use strict';

const zlib = require('node:zlib');

function varint(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  bytes.push(value);
  return Buffer.from(bytes);
}

/** One field: numbers as varint, everything else as bytes. */
function field(number, value) {
  if (typeof value === 'number') return Buffer.concat([varint(number * 8), varint(value)]);
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** The messages of Protos/interop.proto. */
const empty = Buffer.alloc(0);
const payload = (size) => field(2, Buffer.alloc(size));
const boolValue = (value) => (value ? field(1, 1) : empty);
const echoStatus = (code, message) => Buffer.concat([field(1, code), field(2, message)]);

function simpleRequest({ responseSize, payloadSize, compressed, status, expectCompressed }) {
  const parts = [];
  if (responseSize) parts.push(field(2, responseSize));
  if (payloadSize) parts.push(field(3, payload(payloadSize)));
  if (compressed !== undefined) parts.push(field(6, boolValue(compressed)));
  if (status) parts.push(field(7, echoStatus(...status)));
  if (expectCompressed !== undefined) parts.push(field(8, boolValue(expectCompressed)));
  return Buffer.concat(parts);
}

const inputRequest = (size) => field(1, payload(size));

/** A StreamingOutputCallRequest with a response per size; `intervalUs` before each. */
const outputRequest = (sizes, intervalUs = 0) =>
  Buffer.concat(sizes.map((size) => field(2, Buffer.concat([field(1, size), field(2, intervalUs)]))));

/** Flag, length, message. `length` may lie. */
function frame(message, flag = 0, length = message.length) {
  const head = Buffer.alloc(5);
  head.writeUInt8(flag, 0);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, message]);
}

const gzipFrame = (message) => frame(zlib.gzipSync(message), 1);

/** Whole messages in a body: [{ flag, body }]; throws if bytes are left over. */
function unframe(bytes) {
  const messages = [];
  while (bytes.length > 0) {
    if (bytes.length < 5 || bytes.length < 5 + bytes.readUInt32BE(1)) throw new Error('the body ends inside a message');
    const end = 5 + bytes.readUInt32BE(1);
    messages.push({ flag: bytes[0], body: bytes.subarray(5, end) });
    bytes = bytes.subarray(end);
  }
  return messages;
}

module.exports = { field, empty, payload, simpleRequest, inputRequest, outputRequest, frame, gzipFrame, unframe };
