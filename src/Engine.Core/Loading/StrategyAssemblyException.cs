namespace Engine.Core.Loading;

/// <summary>A strategy assembly that may not run, with everything that is wrong with it.</summary>
public sealed class StrategyAssemblyException(
    string key, string path, string remedy, IReadOnlyList<StrategyViolation> violations)
    : Exception(Describe(key, path, remedy, violations))
{
    private const int LinesMax = 50;

    public IReadOnlyList<StrategyViolation> Violations { get; } = violations;

    private static string Describe(
        string key, string path, string remedy, IReadOnlyList<StrategyViolation> violations)
    {
        var head = $"Setting '{key}' is '{path}': {remedy}.";
        var lines = violations.Take(LinesMax).Select(v => "  " + v);
        var rest = violations.Count > LinesMax ? [$"  and {violations.Count - LinesMax} more"] : Array.Empty<string>();
        return string.Join('\n', [head, .. lines, .. rest]);
    }
}
