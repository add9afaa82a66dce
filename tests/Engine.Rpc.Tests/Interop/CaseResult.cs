namespace Engine.Rpc.Tests.Interop;

/// <summary>What became of one official case between two implementations.</summary>
/// <param name="Case">Its official name.</param>
/// <param name="Outcome">"passed", "partly", "cannot" or "FAILED", as the programs say it.</param>
/// <param name="Reason">Why not simply passed; empty if it was.</param>
internal sealed record CaseResult(string Case, string Outcome, string Reason)
{
    public const string Passed = "passed";
    public const string Partly = "partly";
    public const string Cannot = "cannot";

    public bool IsFailure => Outcome is not (Passed or Partly or Cannot);

    /// <summary>From a line such as <c>partly NAME: reason</c>; null for other lines.</summary>
    public static CaseResult? Parse(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || line[..space] is not (Passed or Partly or Cannot or "FAILED")) return null;
        var parts = line[(space + 1)..].Split(": ", 2);
        return new CaseResult(parts[0], line[..space], parts.Length > 1 ? parts[1] : "");
    }
}
