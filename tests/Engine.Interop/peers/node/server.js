// grpc.testing.TestService on grpc-js.
//   node server.js --port N [--tls_port N --cert FILE --key FILE]
// Prints "cannot CASE: reason" for what grpc-js does not let a server do, the ports, and "listening".
'use strict';

const fs = require('node:fs');
const grpc = require('@grpc/grpc-js');
const { parseArguments } = require('./arguments');
const { testing, zeros } = require('./service');

const cannot = {
  server_compressed_unary: 'grpc-js servers never compress',
  server_compressed_streaming: 'grpc-js servers never compress',
};

const InitialKey = 'x-grpc-test-echo-initial';
const TrailingKey = 'x-grpc-test-echo-trailing-bin';

/** Sends the initial metadata at once and returns the trailing one. */
function echoMetadata(call) {
  const initial = new grpc.Metadata();
  for (const value of call.metadata.get(InitialKey)) initial.add(InitialKey, value);
  call.sendMetadata(initial);
  const trailing = new grpc.Metadata();
  for (const value of call.metadata.get(TrailingKey)) trailing.add(TrailingKey, value);
  return trailing;
}

function checkCompression(request) {
  if (request.expect_compressed?.value && !request.wasCompressed)
    throw { code: grpc.status.INVALID_ARGUMENT, details: 'expected a compressed message' };
}

function checkStatus(request) {
  const status = request.response_status;
  if (status && status.code !== 0) throw { code: status.code, details: status.message };
}

function unary(answer) {
  return (call, callback) => {
    const trailing = echoMetadata(call);
    try {
      callback(null, answer(call.request), trailing);
    } catch (error) {
      callback({ ...error, metadata: trailing });
    }
  };
}

/** Waits; returns false if the call was cancelled meanwhile. */
function pause(call, microseconds) {
  if (!microseconds) return Promise.resolve(!call.cancelled);
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      resolve(!call.cancelled);
    };
    const timer = setTimeout(finish, microseconds / 1000);
    call.once('cancelled', finish);
  });
}

async function respond(call, request) {
  checkStatus(request);
  for (const parameters of request.response_parameters) {
    if (!(await pause(call, parameters.interval_us))) return;
    call.write({ payload: zeros(parameters.size) });
  }
}

/** Reading to the end must leave the call open for the answer. */
const requests = (call) => call.iterator({ destroyOnReturn: false });

function streaming(serve) {
  return async (call) => {
    const trailing = echoMetadata(call);
    try {
      await serve(call);
      call.end(trailing);
    } catch (error) {
      if (!call.cancelled) call.emit('error', { ...error, metadata: trailing });
    }
  };
}

const implementation = {
  EmptyCall: unary(() => ({})),
  UnaryCall: unary((request) => {
    checkCompression(request);
    checkStatus(request);
    return { payload: zeros(request.response_size) };
  }),
  StreamingOutputCall: streaming((call) => respond(call, call.request)),
  FullDuplexCall: streaming(async (call) => {
    for await (const request of requests(call)) await respond(call, request);
  }),
  StreamingInputCall: async (call, callback) => {
    const trailing = echoMetadata(call);
    let total = 0;
    try {
      for await (const request of requests(call)) {
        checkCompression(request);
        total += request.payload?.body.length ?? 0;
      }
      callback(null, { aggregated_payload_size: total }, trailing);
    } catch (error) {
      if (!call.cancelled) callback({ ...error, metadata: trailing });
    }
  },
};

function bind(server, port, credentials) {
  return new Promise((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) => (error ? reject(error) : resolve(bound))));
}

async function main() {
  const options = parseArguments({ port: 0, tls_port: -1, cert: '', key: '' });
  const server = new grpc.Server();
  const { UnimplementedCall, ...served } = testing.TestService.service;
  server.addService(served, implementation);
  const port = await bind(server, options.port, grpc.ServerCredentials.createInsecure());
  for (const [name, reason] of Object.entries(cannot)) console.log(`cannot ${name}: ${reason}`);
  console.log(`port ${port}`);
  if (options.tls_port >= 0) {
    const pair = { cert_chain: fs.readFileSync(options.cert), private_key: fs.readFileSync(options.key) };
    console.log(`tls_port ${await bind(server, options.tls_port, grpc.ServerCredentials.createSsl(null, [pair]))}`);
  }
  console.log('listening');
}

process.on('SIGTERM', () => process.exit(0));
main().catch((error) => {
  console.error(error);
  process.exit(1);
});
