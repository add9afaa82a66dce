namespace Engine.Grpc.Tests.Metrics;

/// <summary>One line of an exposition.</summary>
internal sealed record ParsedSample(
    string Name, IReadOnlyDictionary<string, string> Labels, double Value, ParsedExemplar? Exemplar)
{
    public string this[string label] => Labels[label];

    /// <summary>Name and labels: no two lines may have the same.</summary>
    public string Series => Name + "{" + string.Join(",", Labels.OrderBy(l => l.Key, StringComparer.Ordinal)
        .Select(label => $"{label.Key}={label.Value}")) + "}";
}
