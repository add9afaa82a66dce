// Pieces of answers that a proper gRPC server never gives.
'use strict';

const { frame } = require('../wire/protobuf');

const Headers = { ':status': 200, 'content-type': 'application/grpc' };
const Ok = { 'grpc-status': '0' };
// What was written is on its way to the client by then; a reset must not overtake it.
const SendMs = 30;

/** A good SimpleResponse, StreamingOutputCallResponse or Empty: the probes read any of them from no bytes. */
const message = frame(Buffer.alloc(0));

/** Headers, then the chunks, then the trailers if there are any. */
function answer({ headers = Headers, chunks = [message], trailers = Ok } = {}) {
  return (stream) => {
    stream.respond(headers, { waitForTrailers: trailers !== null });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    for (const chunk of chunks) stream.write(chunk);
    stream.end();
  };
}

/** One HEADERS frame that ends the stream. */
const trailersOnly = (trailers) => (stream) => stream.respond({ ...Headers, ...trailers }, { endStream: true });

/** An answer as of a proxy or web server. */
function http(status) {
  return (stream) => {
    stream.respond({ ':status': status, 'content-type': 'text/html' });
    stream.end('<html>no gRPC here</html>');
  };
}

/** Headers and chunks, and when they are out the rest. */
function begin(chunks, then) {
  return (stream, socket) => {
    stream.respond(Headers);
    const rest = () => setTimeout(() => then(stream, socket), SendMs);
    if (chunks.length === 0) rest();
    else stream.write(Buffer.concat(chunks), rest);
  };
}

const drop = (_, socket) => socket.resetAndDestroy();
const nothing = () => {};

/** One byte per DATA frame. */
function drip(bytes, intervalMs) {
  return (stream) => {
    stream.respond(Headers, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(Ok));
    let at = 0;
    const timer = setInterval(() => {
      if (at < bytes.length) return stream.write(bytes.subarray(at, ++at));
      clearInterval(timer);
      stream.end();
    }, intervalMs);
    stream.on('close', () => clearInterval(timer));
  };
}

module.exports = { Headers, Ok, message, answer, trailersOnly, http, begin, drop, nothing, drip };
