// Which requests are gRPC at all, and which methods there are.
'use strict';

const assert = require('node:assert/strict');
const net = require('node:net');
const { connect, exchange, service } = require('../wire/exchange');
const { empty, frame } = require('../wire/protobuf');

const { INTERNAL, OK, UNIMPLEMENTED } = require('./codes');

const emptyCall = (session, headers) => exchange(session, service('EmptyCall'), [frame(empty)], { headers });

/** A check that makes one EmptyCall with changed headers. */
const withHeaders = (headers, verify) => async ({ session }) => verify(await emptyCall(session, headers));

function served(result) {
  assert.equal(result.http, 200);
  assert.equal(result.code, OK);
  assert.match(result.headers['content-type'], /^application\/grpc\b/);
}

function notGrpc(...httpStatus) {
  return (result) => {
    assert.ok(httpStatus.includes(result.http), `HTTP ${result.http} instead of ${httpStatus}`);
    assert.doesNotMatch(result.headers['content-type'] ?? '', /^application\/grpc/);
  };
}

function unimplemented(path) {
  return async ({ session }) => {
    const result = await exchange(session, path, [frame(empty)]);
    assert.equal(result.http, 200);
    assert.equal(result.code, UNIMPLEMENTED);
    assert.ok(result.trailersOnly, 'more than one HEADERS frame');
  };
}

/** What a server says to plain text on its HTTP/2 port. */
function firstBytes(port, text) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('close', () => resolve(received));
    socket.on('error', (error) => (error.code === 'ECONNRESET' ? resolve(received) : reject(error)));
  });
}

module.exports = {
  'a proper request is served': withHeaders({}, served),
  'content type application/grpc+proto is served': withHeaders({ 'content-type': 'application/grpc+proto' }, served),
  'content type with a parameter is served':
    withHeaders({ 'content-type': 'application/grpc;charset=utf-8' }, served),
  'content type application/json gets 415': withHeaders({ 'content-type': 'application/json' }, notGrpc(415)),
  'content type application/grpcx gets 415': withHeaders({ 'content-type': 'application/grpcx' }, notGrpc(415)),
  'content type grpc-web gets 415': withHeaders({ 'content-type': 'application/grpc-web' }, notGrpc(415)),
  'content type grpc-web+proto gets 415': withHeaders({ 'content-type': 'application/grpc-web+proto' }, notGrpc(415)),
  'a missing content type gets 415': withHeaders({ 'content-type': undefined }, notGrpc(415)),
  // Whether te is demanded differs between implementations; a clear answer is what counts.
  'a request without te is answered': withHeaders({ te: undefined }, (result) => {
    assert.ok(result.code !== undefined || result.http >= 400, 'neither a gRPC nor an HTTP answer');
  }),
  'a GET is not gRPC': async ({ session }) => {
    const stream = session.request({ ':path': service('EmptyCall'), 'content-type': 'application/grpc' });
    stream.resume();
    const headers = await new Promise((resolve, reject) => {
      stream.on('response', resolve);
      stream.on('error', reject);
    });
    assert.ok(headers[':status'] >= 400 || Number(headers['grpc-status']) > 0, `HTTP ${headers[':status']}`);
  },
  'an unknown method is unimplemented': unimplemented(service('NoSuchCall')),
  'a method that is not served is unimplemented': unimplemented(service('UnimplementedCall')),
  'an unknown service is unimplemented': unimplemented('/no.such.Service/Call'),
  'HTTP/1.1 on the HTTP/2 port is refused': async ({ port }) => {
    const request = `POST ${service('EmptyCall')} HTTP/1.1\r\nHost: x\r\nContent-Type: application/grpc\r\n` +
      'Content-Length: 0\r\nConnection: close\r\n\r\n';
    assert.doesNotMatch(await firstBytes(port, request), /^HTTP\/1\.1 2/);
  },
  'an unknown request header is ignored': withHeaders({ 'x-whatever': 'a, b; c=d', 'grpc-future': '1' }, served),
  'no content-encoding, whatever the client accepts': withHeaders({ 'accept-encoding': 'gzip, br' }, (result) => {
    served(result);
    assert.equal(result.headers['content-encoding'], undefined);
  }),
  'a second connection is served next to the first': async ({ port, session }) => {
    const second = await connect(port);
    served(await emptyCall(second));
    second.destroy();
    served(await emptyCall(session));
  },
  'a call that failed leaves its connection usable': async ({ session }) => {
    const result = await exchange(session, service('EmptyCall'), [frame(empty, 2)]);
    assert.equal(result.code, INTERNAL);
    served(await emptyCall(session));
  },
};
