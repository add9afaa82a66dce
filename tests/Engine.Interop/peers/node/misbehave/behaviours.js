// What the misbehaving server does, by name.
'use strict';

const zlib = require('node:zlib');
const { frame } = require('../wire/protobuf');
const {
  Headers, Ok, answer, begin, drip, drop, http, message, nothing, trailersOnly,
} = require('./answers');
const { connections: framed } = require('./frames');

const HttpStatuses = [204, 302, 400, 401, 403, 404, 408, 429, 500, 501, 502, 503, 504];
const NotFound = { 'grpc-status': '5', 'grpc-message': 'not here' };
const GzipHeaders = { ...Headers, 'grpc-encoding': 'gzip' };
const RotHeaders = { ...Headers, 'grpc-encoding': 'rot13' };
const LongMessage = 5 << 20;

const behaviours = {
  'proper': answer(),

  'drop': drop,
  'drop-after-headers': begin([], drop),
  'drop-after-message': begin([message], drop),
  'drop-inside-message': begin([message.subarray(0, 3)], drop),
  'silence': nothing,
  'silence-after-headers': begin([], nothing),
  'silence-after-message': begin([message], nothing),

  'no-trailers': answer({ trailers: null }),
  'no-trailers-no-message': answer({ trailers: null, chunks: [] }),
  'status-missing': answer({ trailers: { 'x-other': '1' } }),
  'status-text': answer({ trailers: { 'grpc-status': 'fine' } }),
  'status-99': answer({ trailers: { 'grpc-status': '99' } }),
  'status-negative': answer({ trailers: { 'grpc-status': '-1' } }),
  'status-huge': answer({ trailers: { 'grpc-status': '99999999999999999999' } }),
  'trailers-only-status-text': trailersOnly({ 'grpc-status': 'fine' }),
  'trailers-only-error': trailersOnly(NotFound),
  'trailers-only-ok': trailersOnly(Ok),
  'message-malformed-escapes': trailersOnly({ 'grpc-status': '5', 'grpc-message': '100% %zz %4' }),
  'error-after-message': answer({ trailers: NotFound }),

  'half-head': answer({ chunks: [message.subarray(0, 3)] }),
  'half-message': answer({ chunks: [frame(Buffer.alloc(10)).subarray(0, 9)] }),
  'half-head-and-error': answer({ chunks: [message.subarray(0, 3)], trailers: NotFound }),
  'no-message': answer({ chunks: [] }),
  'two-messages': answer({ chunks: [message, message] }),
  'flag-2': answer({ chunks: [frame(Buffer.alloc(0), 2)] }),
  'flag-without-encoding': answer({ chunks: [frame(zlib.gzipSync(''), 1)] }),
  'unknown-encoding': answer({ headers: RotHeaders, chunks: [frame(Buffer.from('a'), 1)] }),
  'broken-gzip': answer({ headers: GzipHeaders, chunks: [frame(Buffer.from('not gzip'), 1)] }),
  'good-gzip': answer({ headers: GzipHeaders, chunks: [frame(zlib.gzipSync(''), 1)] }),
  'gzip-bomb': answer({ headers: GzipHeaders, chunks: [frame(zlib.gzipSync(Buffer.alloc(64 << 20)), 1)] }),
  'no-protobuf': answer({ chunks: [frame(Buffer.from([0x0a, 0xff, 0xff]))] }),
  'long-message': answer({ chunks: [frame(Buffer.alloc(LongMessage))] }),
  'long-message-promised': begin([frame(Buffer.alloc(0), 0, LongMessage)], nothing),
  'length-0xffffffff': begin([frame(Buffer.alloc(0), 0, 0xffffffff)], nothing),
  // An unknown field of bytes, so that there is something to drip.
  'slow-drip': drip(frame(Buffer.from('7a28' + '00'.repeat(40), 'hex')), 5),

  'content-type-html': answer({ headers: { ...Headers, 'content-type': 'text/html' } }),
  'content-type-missing': answer({ headers: { ':status': 200 } }),
  'content-type-grpc-web': answer({ headers: { ...Headers, 'content-type': 'application/grpc-web' } }),
  'content-type-with-parameter': answer({ headers: { ...Headers, 'content-type': 'application/grpc;charset=utf-8' } }),
};
for (const status of HttpStatuses) behaviours[`http-${status}`] = http(status);

/** What happens to the bare connection instead of HTTP/2. */
const connections = {
  ...framed,
  'tcp-closed': (socket) => socket.destroy(),
  'tcp-http1': (socket) => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
  'tcp-garbage': (socket) => socket.end(Buffer.alloc(1000, 'garbage ')),
  'tcp-silence': nothing,
};

module.exports = { behaviours, connections };
