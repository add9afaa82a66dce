"""The messages and methods of grpc.testing for Debian's python3-grpcio, which has no generator.

The table is a second transcription of the field list, so that a mistake in Protos/interop.proto shows.
"""

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_FIELD = descriptor_pb2.FieldDescriptorProto
_SCALARS = {"int32": _FIELD.TYPE_INT32, "bool": _FIELD.TYPE_BOOL, "string": _FIELD.TYPE_STRING,
            "bytes": _FIELD.TYPE_BYTES}

# message: "[repeated] type name number; ..."
_MESSAGES = {
    "Empty": "",
    "BoolValue": "bool value 1",
    "Payload": "PayloadType type 1; bytes body 2",
    "EchoStatus": "int32 code 1; string message 2",
    "SimpleRequest": "PayloadType response_type 1; int32 response_size 2; Payload payload 3; bool fill_username 4;"
                     "bool fill_oauth_scope 5; BoolValue response_compressed 6; EchoStatus response_status 7;"
                     "BoolValue expect_compressed 8",
    "SimpleResponse": "Payload payload 1; string username 2; string oauth_scope 3",
    "StreamingInputCallRequest": "Payload payload 1; BoolValue expect_compressed 2",
    "StreamingInputCallResponse": "int32 aggregated_payload_size 1",
    "ResponseParameters": "int32 size 1; int32 interval_us 2; BoolValue compressed 3",
    "StreamingOutputCallRequest": "PayloadType response_type 1; repeated ResponseParameters response_parameters 2;"
                                  "Payload payload 3; EchoStatus response_status 7",
    "StreamingOutputCallResponse": "Payload payload 1",
}

# method: kind as in grpc.Channel and grpc.*_rpc_method_handler, request, response
METHODS = {
    "EmptyCall": ("unary_unary", "Empty", "Empty"),
    "UnaryCall": ("unary_unary", "SimpleRequest", "SimpleResponse"),
    "StreamingOutputCall": ("unary_stream", "StreamingOutputCallRequest", "StreamingOutputCallResponse"),
    "StreamingInputCall": ("stream_unary", "StreamingInputCallRequest", "StreamingInputCallResponse"),
    "FullDuplexCall": ("stream_stream", "StreamingOutputCallRequest", "StreamingOutputCallResponse"),
    "UnimplementedCall": ("unary_unary", "Empty", "Empty"),
}
SERVICE = "grpc.testing.TestService"
UNSERVED = "grpc.testing.UnimplementedService"


def _describe():
    file = descriptor_pb2.FileDescriptorProto(name="interop.proto", package="grpc.testing", syntax="proto3")
    payload_type = file.enum_type.add(name="PayloadType")
    payload_type.value.add(name="COMPRESSABLE", number=0)
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for declaration in filter(None, fields.split(";")):
            *repeated, kind, field_name, number = declaration.split()
            field = message.field.add(name=field_name, number=int(number))
            field.label = _FIELD.LABEL_REPEATED if repeated else _FIELD.LABEL_OPTIONAL
            if kind in _SCALARS:
                field.type = _SCALARS[kind]
            else:
                field.type = _FIELD.TYPE_ENUM if kind == "PayloadType" else _FIELD.TYPE_MESSAGE
                field.type_name = ".grpc.testing." + kind
    return file


_POOL = descriptor_pool.DescriptorPool()
_POOL.Add(_describe())
_FACTORY = message_factory.MessageFactory(_POOL)


def message(name):
    """The class of a message."""
    return _FACTORY.GetPrototype(_POOL.FindMessageTypeByName("grpc.testing." + name))


def payload(size):
    """Zeros of that size."""
    return message("Payload")(body=bytes(size))
