using Google.Protobuf;
using Grpc.Testing;

namespace InteropClient;

/// <summary>The figures of the official cases.</summary>
internal static class Payloads
{
    public const int LargeRequest = 271828;
    public const int LargeResponse = 314159;
    public const string InitialKey = "x-grpc-test-echo-initial";
    public const string InitialValue = "test_initial_metadata_value";
    public const string TrailingKey = "x-grpc-test-echo-trailing-bin";

    /// <summary>Never sent: switches the compression of a call's requests on.</summary>
    public const string EncodingKey = "grpc-internal-encoding-request";

    public static readonly int[] RequestSizes = [27182, 8, 1828, 45904];
    public static readonly int[] ResponseSizes = [31415, 9, 2653, 58979];
    public static readonly byte[] TrailingValue = [0xab, 0xab, 0xab];

    public static Payload Zeros(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };

    public static SimpleRequest Large() => new() { ResponseSize = LargeResponse, Payload = Zeros(LargeRequest) };

    public static StreamingOutputCallRequest Output(int responseSize, int requestSize) => new()
    {
        ResponseParameters = { new ResponseParameters { Size = responseSize } },
        Payload = Zeros(requestSize),
    };
}
