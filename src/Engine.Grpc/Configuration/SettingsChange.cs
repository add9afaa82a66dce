using Engine.Core.Events;
using Engine.Grpc.Access;

namespace Engine.Grpc.Configuration;

/// <summary>What reading the settings again has brought.</summary>
/// <param name="Text">What has changed, by key, or why it is refused. Never a secret.</param>
internal sealed record SettingsChange(ReloadOutcome Outcome, string Text)
{
    public int Changes { get; init; }

    /// <summary>To be in force; null if it is refused.</summary>
    public AccessOptions? Access { get; init; }

    public LogVerbosity Level { get; init; }

    public bool IsLevelChanged { get; init; }

    /// <summary>All settings as they were read.</summary>
    public string Given { get; init; } = "";
}
