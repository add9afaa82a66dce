namespace Engine.Grpc.Tests.Metrics;

/// <summary>A number that was pushed.</summary>
/// <param name="IsCounter">Of a sum that is cumulative and only grows.</param>
internal sealed record OtlpPoint(
    string Metric, string Unit, bool IsCounter, IReadOnlyDictionary<string, string> Attributes, double Value);
