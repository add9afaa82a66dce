// The shape of answers: status, trailers, metadata, deadlines, compression of what the server sends.
'use strict';

const assert = require('node:assert/strict');
const zlib = require('node:zlib');
const { exchange, open, service } = require('../wire/exchange');
const { empty, field, frame, outputRequest, simpleRequest } = require('../wire/protobuf');
const { DEADLINE_EXCEEDED, OK, UNKNOWN } = require('./codes');

const unary = service('UnaryCall');
const serverStream = service('StreamingOutputCall');
const duplex = service('FullDuplexCall');
const TrailingKey = 'x-grpc-test-echo-trailing-bin';
const InitialKey = 'x-grpc-test-echo-initial';

const failing = (message) => frame(simpleRequest({ status: [UNKNOWN, message] }));

function isTrailersOnly(result, code) {
  assert.equal(result.http, 200);
  assert.equal(result.code, code);
  assert.ok(result.trailersOnly, 'more than one HEADERS frame');
  assert.equal(result.bytes.length, 0);
}

/** The values of a metadata key that may be in several headers or joined by commas. */
const values = (result, key) => ({ ...result.headers, ...result.trailers })[key]?.split(',').map((v) => v.trim()) ?? [];

/** Sends a binary value in some spelling and wants its bytes back, unpadded. */
function binary(spelling, ...expected) {
  return async ({ session }) => {
    const headers = { [TrailingKey]: spelling };
    const result = await exchange(session, service('EmptyCall'), [frame(empty)], { headers });
    assert.equal(result.code, OK);
    const echoed = values(result, TrailingKey);
    assert.deepEqual(echoed.map((value) => Buffer.from(value, 'base64').toString('hex')), expected);
    assert.ok(echoed.every((value) => !value.includes('=')), `padded: ${echoed}`);
  };
}

/** A bad grpc-timeout must not end or fail the call. */
function timeoutIgnored(text) {
  return async ({ session }) => {
    const result = await exchange(session, unary, [frame(simpleRequest({ responseSize: 10 }))],
      { headers: { 'grpc-timeout': text } });
    assert.equal(result.code, OK, `grpc-status ${result.code} ${result.message}`);
  };
}

/** The answer to a request for a compressed response, by what the client says it accepts. */
function compressedFor(accepted, isCompressed) {
  return async ({ session }) => {
    const request = frame(simpleRequest({ responseSize: 10000, compressed: true }));
    const result = await exchange(session, unary, [request], { headers: { 'grpc-accept-encoding': accepted } });
    assert.equal(result.code, OK);
    const [{ flag, body }] = result.messages;
    assert.equal(flag, isCompressed ? 1 : 0);
    if (isCompressed) assert.equal(result.headers['grpc-encoding'], 'gzip');
    assert.equal(result.headers['content-encoding'], undefined);
    const expected = field(1, field(2, Buffer.alloc(10000)));
    assert.deepEqual(isCompressed ? zlib.gunzipSync(body) : body, expected);
  };
}

module.exports = {
  'an answer has headers, data and trailers': async ({ session }) => {
    const result = await exchange(session, unary, [frame(simpleRequest({ responseSize: 1000 }))]);
    assert.equal(result.headers[':status'], 200);
    assert.equal(result.headers['content-type'], 'application/grpc');
    assert.equal(result.headers['grpc-status'], undefined);
    assert.equal(result.messages.length, 1);
    assert.equal(result.trailers['grpc-status'], '0');
  },
  'an error without messages is trailers-only': async ({ session }) =>
    isTrailersOnly(await exchange(session, unary, [failing('no')]), UNKNOWN),
  'an empty server stream is trailers-only': async ({ session }) =>
    isTrailersOnly(await exchange(session, serverStream, [frame(empty)]), OK),
  'an empty duplex stream is trailers-only': async ({ session }) =>
    isTrailersOnly(await exchange(session, duplex, []), OK),
  'an error after a message is in the trailers': async ({ session }) => {
    const requests = [frame(outputRequest([5])), frame(field(7, Buffer.concat([field(1, UNKNOWN), field(2, 'late')])))];
    const result = await exchange(session, duplex, requests);
    assert.equal(result.messages.length, 1);
    assert.equal(result.trailers['grpc-status'], '2');
    assert.equal(result.trailers['grpc-message'], 'late');
  },
  'an error while the client still sends ends the stream': async ({ session }) => {
    const call = open(session, duplex);
    call.stream.write(frame(field(7, Buffer.concat([field(1, UNKNOWN), field(2, 'enough')]))));
    const result = await call.ended;
    assert.equal(result.code, UNKNOWN);
    if (!call.stream.destroyed) await new Promise((resolve) => call.stream.once('close', resolve));
    assert.equal(call.stream.rstCode, 0);
  },
  'a message of a status is percent-encoded': async ({ session }) => {
    const text = '\t\ntest 100% \u263a\u{1f608}~\u007f\n';
    const result = await exchange(session, unary, [failing(text)]);
    assert.equal(result.message, '%09%0Atest 100%25 %E2%98%BA%F0%9F%98%88~%7F%0A');
  },
  'initial metadata comes before the first message is sent': async ({ session }) => {
    const call = open(session, duplex, { [InitialKey]: 'early' });
    const { headers } = await call.answered;
    assert.equal(headers[InitialKey], 'early');
    assert.equal(headers['grpc-status'], undefined);
    call.stream.end();
    assert.equal((await call.ended).code, OK);
  },
  'binary metadata padded': binary('q80=', 'abcd'),
  'binary metadata unpadded': binary('q80', 'abcd'),
  'binary metadata joined by commas': binary('q80=,q80,q6s=', 'abcd', 'abcd', 'abab'),
  'a message is answered while the client still sends': async ({ session }) => {
    const call = open(session, duplex);
    call.stream.write(frame(outputRequest([7])));
    await new Promise((resolve) => call.stream.once('data', resolve));
    call.stream.end();
    const result = await call.ended;
    assert.equal(result.code, OK);
    assert.equal(result.messages.length, 1);
  },
  'the deadline is enforced by the server': async ({ session }) => {
    const result = await exchange(session, duplex, [], { headers: { 'grpc-timeout': '50m' }, leaveOpen: true });
    assert.equal(result.code, DEADLINE_EXCEEDED);
  },
  'the deadline ends a handler that waits': async ({ session }) => {
    const result = await exchange(session, serverStream, [frame(outputRequest([1], 60000000))],
      { headers: { 'grpc-timeout': '50000u' } });
    assert.equal(result.code, DEADLINE_EXCEEDED);
  },
  'a deadline far away is taken': timeoutIgnored('99999999H'),
  'timeout of nine digits is ignored': timeoutIgnored('000000001n'),
  'timeout without a unit is ignored': timeoutIgnored('1'),
  'timeout without digits is ignored': timeoutIgnored('n'),
  'timeout with an unknown unit is ignored': timeoutIgnored('1x'),
  'negative timeout is ignored': timeoutIgnored('-1n'),
  'fractional timeout is ignored': timeoutIgnored('0.1n'),
  'a response is compressed if the client accepts gzip': compressedFor('identity,deflate,gzip', true),
  'a response is compressed if the list has blanks': compressedFor('identity, gzip', true),
  'a response is not compressed if the client accepts nothing': compressedFor(undefined, false),
  'a response is not compressed if the client accepts others': compressedFor('identity,deflate', false),
};
