namespace Engine.Rpc.Tests.Surface;

/// <summary>What a surface lacks of a list of signatures, and what it has beyond the list.</summary>
internal sealed record SurfaceDifference(IReadOnlyList<string> Missing, IReadOnlyList<string> Surplus)
{
    public bool IsEmpty => Missing.Count + Surplus.Count == 0;

    public static SurfaceDifference Between(IReadOnlyCollection<string> expected, IReadOnlyCollection<string> actual) =>
        new([.. expected.Except(actual)], [.. actual.Except(expected)]);

    /// <summary>A line per difference; a changed signature shows as one missing and one surplus line.</summary>
    public override string ToString() => string.Join('\n',
        Missing.Select(line => "missing: " + line).Concat(Surplus.Select(line => "surplus: " + line)));
}
