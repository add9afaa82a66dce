// One gRPC call made of raw parts over node:http2, and everything that was seen of the answer.
'use strict';

const http2 = require('node:http2');
const { once } = require('node:events');
const { unframe } = require('./protobuf');

const EndStream = 1;

const service = (method) => `/grpc.testing.TestService/${method}`;

async function connect(port, host = '127.0.0.1') {
  const session = http2.connect(`http://${host}:${port}`);
  session.on('error', () => {}); // Calls on it fail and say so.
  await once(session, 'connect');
  return session;
}

/** The headers of a proper request; `undefined` takes one out. */
function requestHeaders(path, changes = {}) {
  const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', ...changes };
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

/** Starts a call; `seen` fills up, `ended` resolves with it when the answer is complete or the stream is gone. */
function open(session, path, headers = {}) {
  const stream = session.request(requestHeaders(path, headers), { endStream: false });
  const seen = { headers: null, trailers: null, trailersOnly: false, body: [], error: null };
  const answered = new Promise((resolve) => {
    stream.on('response', (received, flags) => {
      seen.headers = received;
      seen.trailersOnly = (flags & EndStream) !== 0;
      resolve(seen);
    });
    stream.on('close', () => resolve(seen));
  });
  stream.on('trailers', (received) => (seen.trailers = received));
  stream.on('data', (chunk) => seen.body.push(chunk));
  stream.on('error', (error) => (seen.error = error));
  const ended = new Promise((resolve) => {
    const finish = () => resolve(summary(seen, stream));
    stream.on('end', finish);
    stream.on('close', finish);
  });
  return { stream, seen, answered, ended };
}

function summary(seen, stream) {
  const status = { ...seen.headers, ...seen.trailers };
  return {
    http: seen.headers?.[':status'],
    headers: seen.headers ?? {},
    trailers: seen.trailers ?? {},
    trailersOnly: seen.trailersOnly,
    code: status['grpc-status'] === undefined ? undefined : Number(status['grpc-status']),
    message: status['grpc-message'],
    bytes: Buffer.concat(seen.body),
    get messages() {
      return unframe(this.bytes);
    },
    reset: stream.rstCode,
    error: seen.error,
  };
}

/** A whole call: the chunks are written one after the other, then the request ends unless `leaveOpen`. */
async function exchange(session, path, chunks, { headers, leaveOpen = false, slowly = false } = {}) {
  const call = open(session, path, headers);
  for (const chunk of chunks) {
    if (call.stream.destroyed || call.stream.closed) break;
    call.stream.write(chunk);
    if (slowly) await new Promise(setImmediate);
  }
  if (!leaveOpen && !call.stream.destroyed) call.stream.end();
  return call.ended;
}

module.exports = { connect, open, exchange, requestHeaders, service };
