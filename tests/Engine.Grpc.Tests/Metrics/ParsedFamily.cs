namespace Engine.Grpc.Tests.Metrics;

/// <summary>A family of an exposition.</summary>
internal sealed record ParsedFamily(
    string Name, string Type, string Unit, string Help, IReadOnlyList<ParsedSample> Samples);
