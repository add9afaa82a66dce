namespace Engine.Grpc.Metrics.Otlp;

/// <summary>How metrics are pushed.</summary>
internal enum OtlpProtocol
{
    HttpProtobuf,
    Grpc,
}
