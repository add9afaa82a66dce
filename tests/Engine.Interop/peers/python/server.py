"""grpc.testing.TestService on grpcio (C-core).

    python3 server.py --port N [--tls_port N --cert FILE --key FILE]

Prints "cannot CASE: reason" for what grpcio does not let a server do, the ports, and "listening".
"""

import argparse
import signal
import threading
from concurrent import futures

import grpc

from messages import METHODS, SERVICE, message, payload

CANNOT = {
    "client_compressed_unary": "grpcio does not tell a server which messages were compressed",
    "client_compressed_streaming": "grpcio does not tell a server which messages were compressed",
}
INITIAL_KEY = "x-grpc-test-echo-initial"
TRAILING_KEY = "x-grpc-test-echo-trailing-bin"


def echo_metadata(context):
    """Sends the initial metadata at once and prepares the trailing one."""
    received = context.invocation_metadata()
    context.set_trailing_metadata([(key, value) for key, value in received if key == TRAILING_KEY])
    context.send_initial_metadata([(key, value) for key, value in received if key == INITIAL_KEY])


def check_status(request, context):
    status = request.response_status
    if status.code != 0:
        context.abort(next(code for code in grpc.StatusCode if code.value[0] == status.code), status.message)


def prepare_compression(context, compressed):
    if not compressed.value:
        context.disable_next_message_compression()


def pause(context, microseconds):
    """Waits; returns early when the call ends."""
    ended = threading.Event()
    if microseconds and context.add_callback(ended.set):
        ended.wait(microseconds / 1e6)


def empty_call(request, context):
    echo_metadata(context)
    return message("Empty")()


def unary_call(request, context):
    if request.HasField("response_compressed"):
        context.set_compression(grpc.Compression.Gzip)
    echo_metadata(context)
    check_status(request, context)
    if request.HasField("response_compressed"):
        prepare_compression(context, request.response_compressed)
    return message("SimpleResponse")(payload=payload(request.response_size))


def streaming_input_call(requests, context):
    echo_metadata(context)
    total = sum(len(request.payload.body) for request in requests)
    return message("StreamingInputCallResponse")(aggregated_payload_size=total)


def respond(request, context):
    check_status(request, context)
    for parameters in request.response_parameters:
        pause(context, parameters.interval_us)
        if parameters.HasField("compressed"):
            prepare_compression(context, parameters.compressed)
        yield message("StreamingOutputCallResponse")(payload=payload(parameters.size))


def streaming_output_call(request, context):
    if any(parameters.HasField("compressed") for parameters in request.response_parameters):
        context.set_compression(grpc.Compression.Gzip)
    echo_metadata(context)
    yield from respond(request, context)


def full_duplex_call(requests, context):
    echo_metadata(context)
    for request in requests:
        yield from respond(request, context)


BEHAVIOURS = {
    "EmptyCall": empty_call,
    "UnaryCall": unary_call,
    "StreamingOutputCall": streaming_output_call,
    "StreamingInputCall": streaming_input_call,
    "FullDuplexCall": full_duplex_call,
}


def handlers():
    for name, behaviour in BEHAVIOURS.items():
        kind, request, response = METHODS[name]
        make = getattr(grpc, kind + "_rpc_method_handler")
        yield name, make(behaviour, request_deserializer=message(request).FromString,
                         response_serializer=message(response).SerializeToString)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls_port", type=int, default=-1)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    options = parser.parse_args()

    server = grpc.server(futures.ThreadPoolExecutor(max_workers=32), options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(SERVICE, dict(handlers()))])
    for name, reason in CANNOT.items():
        print(f"cannot {name}: {reason}")
    print("port", server.add_insecure_port(f"127.0.0.1:{options.port}"))
    if options.tls_port >= 0:
        with open(options.key, "rb") as key, open(options.cert, "rb") as certificate:
            credentials = grpc.ssl_server_credentials([(key.read(), certificate.read())])
        print("tls_port", server.add_secure_port(f"127.0.0.1:{options.tls_port}", credentials))
    server.start()
    print("listening", flush=True)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    ended.wait()
    server.stop(None)


if __name__ == "__main__":
    main()
