// HTTP/2 frames by hand, for what node:http2 refuses to send.
'use strict';

const Type = { DATA: 0, HEADERS: 1, PRIORITY: 2, RST_STREAM: 3, SETTINGS: 4, PING: 6, GOAWAY: 7, WINDOW_UPDATE: 8,
  CONTINUATION: 9 };
const Flag = { END_STREAM: 1, ACK: 1, END_HEADERS: 4 };
const Preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const HeadSize = 9;

/** One frame. `length` may lie. */
function http2Frame(type, flags, streamId, payload = Buffer.alloc(0), length = payload.length) {
  const head = Buffer.alloc(HeadSize);
  head.writeUIntBE(length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

/** A header as a literal that is not indexed and not Huffman coded. */
function literal(name, value) {
  return Buffer.concat([Buffer.from([0]), text(name), text(value)]);
}

function text(value) {
  const bytes = Buffer.from(value, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const head = [127];
  let rest = bytes.length - 127;
  for (; rest > 127; rest >>= 7) head.push((rest & 127) | 128);
  head.push(rest);
  return Buffer.concat([Buffer.from(head), bytes]);
}

const headerBlock = (headers) => Buffer.concat(Object.entries(headers).map(([name, value]) => literal(name, value)));

/** The request headers of a gRPC call. */
const grpcRequest = (path, extra = {}) => headerBlock({
  ':method': 'POST', ':scheme': 'http', ':path': path, ':authority': 'localhost',
  'content-type': 'application/grpc', te: 'trailers', ...extra,
});

const settings = (pairs = {}) => http2Frame(Type.SETTINGS, 0, 0, Buffer.concat(
  Object.entries(pairs).map(([id, value]) => {
    const pair = Buffer.alloc(6);
    pair.writeUInt16BE(Number(id), 0);
    pair.writeUInt32BE(value, 2);
    return pair;
  })));
const settingsAck = http2Frame(Type.SETTINGS, Flag.ACK, 0);

function uint32(...values) {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  return bytes;
}

const reset = (streamId, code) => http2Frame(Type.RST_STREAM, 0, streamId, uint32(code));
const goaway = (lastStreamId, code) => http2Frame(Type.GOAWAY, 0, 0, uint32(lastStreamId, code));
const windowUpdate = (streamId, increment) => http2Frame(Type.WINDOW_UPDATE, 0, streamId, uint32(increment));
const data = (streamId, bytes, flags = 0) => http2Frame(Type.DATA, flags, streamId, bytes);
const headers = (streamId, block, flags = Flag.END_HEADERS) => http2Frame(Type.HEADERS, flags, streamId, block);

/** Calls `onFrame({ type, flags, streamId, payload })` for each frame in what it is fed. */
function frameParser(onFrame, skip = 0) {
  let buffered = Buffer.alloc(0);
  return (chunk) => {
    buffered = Buffer.concat([buffered, chunk]);
    if (skip > 0) {
      const skipped = Math.min(skip, buffered.length);
      buffered = buffered.subarray(skipped);
      skip -= skipped;
    }
    while (skip === 0 && buffered.length >= HeadSize) {
      const end = HeadSize + buffered.readUIntBE(0, 3);
      if (buffered.length < end) return;
      const frame = { type: buffered[3], flags: buffered[4], streamId: buffered.readUInt32BE(5) & 0x7fffffff,
        payload: buffered.subarray(HeadSize, end) };
      buffered = buffered.subarray(end);
      onFrame(frame);
    }
  };
}

module.exports = { Type, Flag, Preface, http2Frame, headerBlock, grpcRequest, settings, settingsAck, reset, goaway,
  windowUpdate, data, headers, uint32, frameParser };
