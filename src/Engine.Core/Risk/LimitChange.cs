namespace Engine.Core.Risk;

/// <summary>One limit of a plan.</summary>
/// <param name="Before">In force now; empty if there is no such limit.</param>
/// <param name="After">In force after it; empty if there is none.</param>
/// <param name="IsLooser">More would be allowed than now.</param>
public sealed record LimitChange(string Key, string Before, string After, bool IsLooser)
{
    /// <summary>As operators read it, and as the hash of the plan covers it.</summary>
    public string Line =>
        $"{Key}: {(Before.Length == 0 ? "none" : Before)} -> {(After.Length == 0 ? "none" : After)}"
        + (IsLooser ? " (looser)" : " (tighter)");
}
