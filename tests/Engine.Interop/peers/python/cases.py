"""The official interop cases for a grpcio client.

A case throws if it fails; what it returns says which part of it grpcio cannot express.
"""

import queue

import grpc

from messages import METHODS, SERVICE, UNSERVED, message, payload

REQUEST_SIZES = [27182, 8, 1828, 45904]
RESPONSE_SIZES = [31415, 9, 2653, 58979]
SPECIAL_MESSAGE = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n"
UNSEEN = "grpcio does not tell which messages were compressed"
UNSWITCHED = "grpcio clients cannot switch compression off for one message of a stream"

SimpleRequest = message("SimpleRequest")
InputRequest = message("StreamingInputCallRequest")
OutputRequest = message("StreamingOutputCallRequest")
Parameters = message("ResponseParameters")
EchoStatus = message("EchoStatus")
BoolValue = message("BoolValue")


class Stub:
    """The methods of a service as callables of grpc.Channel."""

    def __init__(self, channel, service=SERVICE):
        for name, (kind, request, response) in METHODS.items():
            make = getattr(channel, kind)
            setattr(self, name, make(f"/{service}/{name}", request_serializer=message(request).SerializeToString,
                                     response_deserializer=message(response).FromString))


class Requests:
    """A request stream that is fed while the call runs."""

    def __init__(self):
        self._queue = queue.Queue()

    def send(self, request):
        self._queue.put(request)

    def close(self):
        self._queue.put(None)

    def __iter__(self):
        return iter(self._queue.get, None)


def expect(condition, explanation):
    if not condition:
        raise AssertionError(explanation)


def expect_equal(actual, expected):
    expect(actual == expected, f"{actual!r:.200} instead of {expected!r:.200}")


def expect_error(call, code, details=None):
    try:
        result = call()
    except grpc.RpcError as error:
        expect_equal(error.code(), code)
        if details is not None:
            expect_equal(error.details(), details)
    else:
        raise AssertionError(f"{code.name} expected, the call gave {result!r:.100}")


def output_request(response_size, request_size=0):
    return OutputRequest(response_parameters=[Parameters(size=response_size)], payload=payload(request_size))


def large_request(**fields):
    return SimpleRequest(response_size=314159, payload=payload(271828), **fields)


def empty_unary(stub, _):
    expect_equal(stub.EmptyCall(message("Empty")()), message("Empty")())


def large_unary(stub, _):
    expect_equal(stub.UnaryCall(large_request()).payload.body, bytes(314159))


def client_streaming(stub, _):
    requests = (InputRequest(payload=payload(size)) for size in REQUEST_SIZES)
    expect_equal(stub.StreamingInputCall(requests).aggregated_payload_size, 74922)


def server_streaming(stub, _):
    request = OutputRequest(response_parameters=[Parameters(size=size) for size in RESPONSE_SIZES])
    expect_equal([len(r.payload.body) for r in stub.StreamingOutputCall(request)], RESPONSE_SIZES)


def ping_pong(stub, _):
    requests = Requests()
    responses = stub.FullDuplexCall(iter(requests))
    for request_size, response_size in zip(REQUEST_SIZES, RESPONSE_SIZES):
        requests.send(output_request(response_size, request_size))
        expect_equal(len(next(responses).payload.body), response_size)
    requests.close()
    expect_equal(list(responses), [])


def empty_stream(stub, _):
    expect_equal(list(stub.FullDuplexCall(iter([]))), [])


def cancel_after_begin(stub, _):
    requests = Requests()
    call = stub.StreamingInputCall.future(iter(requests))
    call.cancel()
    requests.close()
    expect(call.cancelled(), "the call was not cancelled")
    expect_equal(call.code(), grpc.StatusCode.CANCELLED)


def cancel_after_first_response(stub, _):
    requests = Requests()
    responses = stub.FullDuplexCall(iter(requests))
    requests.send(output_request(31415, 27182))
    expect_equal(len(next(responses).payload.body), 31415)
    responses.cancel()
    requests.close()
    expect_error(lambda: next(responses), grpc.StatusCode.CANCELLED)


def timeout_on_sleeping_server(stub, _):
    requests = Requests()
    requests.send(OutputRequest(payload=payload(27182)))
    responses = stub.FullDuplexCall(iter(requests), timeout=0.001)
    try:
        expect_error(lambda: next(responses), grpc.StatusCode.DEADLINE_EXCEEDED)
    finally:
        requests.close()


def custom_metadata(stub, _):
    initial = ("x-grpc-test-echo-initial", "test_initial_metadata_value")
    trailing = ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab")

    def check(call):
        expect(initial in [tuple(entry) for entry in call.initial_metadata()], "initial metadata is missing")
        expect(trailing in [tuple(entry) for entry in call.trailing_metadata()], "trailing metadata is missing")

    _, call = stub.UnaryCall.with_call(large_request(), metadata=(initial, trailing))
    check(call)
    requests = Requests()
    responses = stub.FullDuplexCall(iter(requests), metadata=(initial, trailing))
    expect(initial in [tuple(entry) for entry in responses.initial_metadata()], "no metadata before the first message")
    requests.send(output_request(314159, 271828))
    expect_equal(len(next(responses).payload.body), 314159)
    requests.close()
    expect_equal(list(responses), [])
    check(responses)


def status_code_and_message(stub, _):
    status = EchoStatus(code=2, message="test status message")
    expect_error(lambda: stub.UnaryCall(SimpleRequest(response_status=status)),
                 grpc.StatusCode.UNKNOWN, "test status message")
    responses = stub.FullDuplexCall(iter([OutputRequest(response_status=status)]))
    expect_error(lambda: next(responses), grpc.StatusCode.UNKNOWN, "test status message")


def special_status_message(stub, _):
    request = SimpleRequest(response_status=EchoStatus(code=2, message=SPECIAL_MESSAGE))
    expect_error(lambda: stub.UnaryCall(request), grpc.StatusCode.UNKNOWN, SPECIAL_MESSAGE)


def unimplemented_method(stub, _):
    expect_error(lambda: stub.UnimplementedCall(message("Empty")()), grpc.StatusCode.UNIMPLEMENTED)


def unimplemented_service(_, channel):
    expect_error(lambda: Stub(channel, UNSERVED).UnimplementedCall(message("Empty")()),
                 grpc.StatusCode.UNIMPLEMENTED)


def client_compressed_unary(stub, _):
    expecting = large_request(expect_compressed=BoolValue(value=True))
    expect_error(lambda: stub.UnaryCall(expecting), grpc.StatusCode.INVALID_ARGUMENT)
    response = stub.UnaryCall(expecting, compression=grpc.Compression.Gzip)
    expect_equal(len(response.payload.body), 314159)
    response = stub.UnaryCall(large_request(expect_compressed=BoolValue(value=False)))
    expect_equal(len(response.payload.body), 314159)


def client_compressed_streaming(stub, _):
    expecting = [InputRequest(payload=payload(size), expect_compressed=BoolValue(value=True))
                 for size in (27182, 45904)]
    expect_error(lambda: stub.StreamingInputCall(iter(expecting[:1])), grpc.StatusCode.INVALID_ARGUMENT)
    response = stub.StreamingInputCall(iter(expecting), compression=grpc.Compression.Gzip)
    expect_equal(response.aggregated_payload_size, 73086)
    return UNSWITCHED


def server_compressed_unary(stub, _):
    for value in (True, False):
        response = stub.UnaryCall(large_request(response_compressed=BoolValue(value=value)))
        expect_equal(len(response.payload.body), 314159)
    return UNSEEN


def server_compressed_streaming(stub, _):
    parameters = [Parameters(size=31415, compressed=BoolValue(value=True)),
                  Parameters(size=92653, compressed=BoolValue(value=False))]
    responses = stub.StreamingOutputCall(OutputRequest(response_parameters=parameters))
    expect_equal([len(r.payload.body) for r in responses], [31415, 92653])
    return UNSEEN


CASES = {case.__name__: case for case in (
    empty_unary, large_unary, client_streaming, server_streaming, ping_pong, empty_stream, cancel_after_begin,
    cancel_after_first_response, timeout_on_sleeping_server, custom_metadata, status_code_and_message,
    special_status_message, unimplemented_method, unimplemented_service, client_compressed_unary,
    client_compressed_streaming, server_compressed_unary, server_compressed_streaming)}
