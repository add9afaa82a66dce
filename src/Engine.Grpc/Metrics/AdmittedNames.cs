namespace Engine.Grpc.Metrics;

/// <summary>
/// The first so many of some things that come up have series of their own, for as long as the process lives: a series
/// that came and went with the others' order would be none.
/// </summary>
internal sealed class AdmittedNames(int max)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Of the names given those that have series; the rest is counted.</summary>
    public IReadOnlyList<T> Filter<T>(IReadOnlyList<T> things, Func<T, string> nameOf, out int leftOut)
    {
        var admitted = new List<T>(Math.Min(things.Count, max));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var thing in things)
        {
            var name = nameOf(thing);
            if (!seen.Add(name)) continue; // A name is one series.
            if (!_names.Contains(name))
            {
                if (_names.Count >= max) continue;
                _names.Add(name);
            }
            admitted.Add(thing);
        }
        leftOut = things.Count - admitted.Count;
        return admitted;
    }
}
