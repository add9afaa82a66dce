namespace Engine.Grpc.Tests.Metrics;

/// <summary>What stands for the samples of a bucket.</summary>
internal sealed record ParsedExemplar(IReadOnlyDictionary<string, string> Labels, double Value, double? UnixSeconds);
