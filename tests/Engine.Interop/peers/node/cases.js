// The official interop cases for a grpc-js client. A case throws if it fails; what it returns says which part of it
// grpc-js cannot express.
'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const grpc = require('@grpc/grpc-js');
const { zeros } = require('./service');

const NoCompress = 2;
const RequestSizes = [27182, 8, 1828, 45904];
const ResponseSizes = [31415, 9, 2653, 58979];
const SpecialMessage = '\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \u{1f608}\t\n';

/** Runs a unary call to its end: { error, response, initial, status }. */
function unary(stub, method, request, metadata = new grpc.Metadata(), options = {}) {
  return new Promise((resolve) => {
    const result = {};
    let pending = 2;
    const part = () => --pending === 0 && resolve(result);
    const call = stub[method](request, metadata, options, (error, response) => {
      Object.assign(result, { error, response });
      part();
    });
    call.on('metadata', (initial) => (result.initial = initial));
    call.on('status', (status) => {
      result.status = status;
      part();
    });
  });
}

async function succeed(...call) {
  const result = await unary(...call);
  assert.equal(result.error, null);
  return result;
}

async function failWith(code, details, ...call) {
  const { error } = await unary(...call);
  assert.ok(error, 'the call succeeded');
  assert.equal(error.code, code);
  if (details !== null) assert.equal(error.details, details);
}

/** Opens a client stream: { call, result }. */
function inputCall(stub) {
  let settle;
  const result = new Promise((resolve) => (settle = resolve));
  const call = stub.StreamingInputCall((error, response) => settle({ error, response }));
  return { call, result };
}

/** A response stream whose messages are awaited one by one; ends with { status }. */
function reader(call) {
  const messages = [];
  const state = { status: null, initial: null };
  let wake = () => {};
  const push = (message) => {
    messages.push(message);
    wake();
  };
  call.on('metadata', (initial) => (state.initial = initial));
  call.on('data', push);
  call.on('error', () => {}); // The status event has the same code.
  call.on('status', (status) => {
    state.status = status;
    wake();
  });
  const next = async () => {
    while (messages.length === 0 && state.status === null) await new Promise((resolve) => (wake = resolve));
    return messages.shift() ?? null;
  };
  const ended = async () => {
    assert.equal(await next(), null, 'a message too many');
    return state.status;
  };
  return { next, ended, state };
}

const outputRequest = (size) => ({ response_parameters: size === undefined ? [] : [{ size }] });

const cases = {
  async empty_unary({ stub }) {
    assert.deepEqual((await succeed(stub, 'EmptyCall', {})).response, {});
  },

  async large_unary({ stub }) {
    const { response } = await succeed(stub, 'UnaryCall', { response_size: 314159, payload: zeros(271828) });
    assert.deepEqual(response.payload.body, Buffer.alloc(314159));
  },

  async client_streaming({ stub }) {
    const { call, result } = inputCall(stub);
    for (const size of RequestSizes) call.write({ payload: zeros(size) });
    call.end();
    const { error, response } = await result;
    assert.equal(error, null);
    assert.equal(response.aggregated_payload_size, 74922);
  },

  async server_streaming({ stub }) {
    const stream = reader(stub.StreamingOutputCall({ response_parameters: ResponseSizes.map((size) => ({ size })) }));
    for (const size of ResponseSizes) assert.equal((await stream.next())?.payload.body.length, size);
    assert.equal((await stream.ended()).code, grpc.status.OK);
  },

  async ping_pong({ stub }) {
    const call = stub.FullDuplexCall();
    const stream = reader(call);
    for (let i = 0; i < ResponseSizes.length; i++) {
      call.write({ ...outputRequest(ResponseSizes[i]), payload: zeros(RequestSizes[i]) });
      assert.equal((await stream.next())?.payload.body.length, ResponseSizes[i]);
    }
    call.end();
    assert.equal((await stream.ended()).code, grpc.status.OK);
  },

  async empty_stream({ stub }) {
    const call = stub.FullDuplexCall();
    const stream = reader(call);
    call.end();
    assert.equal((await stream.ended()).code, grpc.status.OK);
  },

  async cancel_after_begin({ stub }) {
    const { call, result } = inputCall(stub);
    call.cancel();
    assert.equal((await result).error?.code, grpc.status.CANCELLED);
  },

  async cancel_after_first_response({ stub }) {
    const call = stub.FullDuplexCall();
    const stream = reader(call);
    call.write({ ...outputRequest(31415), payload: zeros(27182) });
    assert.equal((await stream.next())?.payload.body.length, 31415);
    call.cancel();
    assert.equal((await stream.ended()).code, grpc.status.CANCELLED);
  },

  async timeout_on_sleeping_server({ stub }) {
    const call = stub.FullDuplexCall(new grpc.Metadata(), { deadline: Date.now() + 1 });
    const stream = reader(call);
    call.write({ payload: zeros(27182) });
    assert.equal((await stream.ended()).code, grpc.status.DEADLINE_EXCEEDED);
  },

  async custom_metadata({ stub }) {
    const metadata = new grpc.Metadata();
    metadata.set('x-grpc-test-echo-initial', 'test_initial_metadata_value');
    metadata.set('x-grpc-test-echo-trailing-bin', Buffer.from('ababab', 'hex'));
    const check = (initial, trailing) => {
      assert.deepEqual(initial.get('x-grpc-test-echo-initial'), ['test_initial_metadata_value']);
      assert.deepEqual(trailing.get('x-grpc-test-echo-trailing-bin'), [Buffer.from('ababab', 'hex')]);
    };
    const request = { response_size: 314159, payload: zeros(271828) };
    const { initial, status } = await succeed(stub, 'UnaryCall', request, metadata);
    check(initial, status.metadata);

    const call = stub.FullDuplexCall(metadata);
    const stream = reader(call);
    await once(call, 'metadata');
    call.write({ ...outputRequest(314159), payload: zeros(271828) });
    assert.equal((await stream.next())?.payload.body.length, 314159);
    call.end();
    check(stream.state.initial, (await stream.ended()).metadata);
  },

  async status_code_and_message({ stub }) {
    const response_status = { code: grpc.status.UNKNOWN, message: 'test status message' };
    await failWith(grpc.status.UNKNOWN, 'test status message', stub, 'UnaryCall', { response_status });
    const call = stub.FullDuplexCall();
    const stream = reader(call);
    call.write({ response_status });
    call.end();
    const status = await stream.ended();
    assert.deepEqual([status.code, status.details], [grpc.status.UNKNOWN, 'test status message']);
  },

  async special_status_message({ stub }) {
    const response_status = { code: grpc.status.UNKNOWN, message: SpecialMessage };
    await failWith(grpc.status.UNKNOWN, SpecialMessage, stub, 'UnaryCall', { response_status });
  },

  async unimplemented_method({ stub }) {
    await failWith(grpc.status.UNIMPLEMENTED, null, stub, 'UnimplementedCall', {});
  },

  async unimplemented_service({ unimplemented }) {
    await failWith(grpc.status.UNIMPLEMENTED, null, unimplemented, 'UnimplementedCall', {});
  },

  async client_compressed_unary({ stub, compressing }) {
    const request = { response_size: 314159, payload: zeros(271828) };
    const expecting = (value) => ({ ...request, expect_compressed: { value } });
    await failWith(grpc.status.INVALID_ARGUMENT, null, stub, 'UnaryCall', expecting(true));
    const { response } = await succeed(compressing, 'UnaryCall', expecting(true));
    assert.equal(response.payload.body.length, 314159);
    await succeed(stub, 'UnaryCall', expecting(false));
  },

  async client_compressed_streaming({ stub, compressing }) {
    const probe = inputCall(stub);
    probe.call.write({ payload: zeros(27182), expect_compressed: { value: true } });
    probe.call.end();
    assert.equal((await probe.result).error?.code, grpc.status.INVALID_ARGUMENT);
    const { call, result } = inputCall(compressing);
    call.write({ payload: zeros(27182), expect_compressed: { value: true } });
    call.write({ payload: zeros(45904), expect_compressed: { value: false } }, NoCompress);
    call.end();
    const { error, response } = await result;
    assert.equal(error, null);
    assert.equal(response.aggregated_payload_size, 73086);
  },

  async server_compressed_unary({ stub }) {
    for (const value of [true, false]) {
      const request = { response_compressed: { value }, response_size: 314159, payload: zeros(271828) };
      const { response } = await succeed(stub, 'UnaryCall', request);
      assert.equal(response.payload.body.length, 314159);
      assert.equal(response.wasCompressed, value);
    }
  },

  async server_compressed_streaming({ stub }) {
    const response_parameters = [
      { compressed: { value: true }, size: 31415 },
      { compressed: { value: false }, size: 92653 },
    ];
    const stream = reader(stub.StreamingOutputCall({ response_parameters }));
    for (const { compressed, size } of response_parameters) {
      const response = await stream.next();
      assert.equal(response?.payload.body.length, size);
      assert.equal(response.wasCompressed, compressed.value);
    }
    assert.equal((await stream.ended()).code, grpc.status.OK);
  },
};

module.exports = { cases };
