namespace ControlCli.Journals;

/// <summary>What to replay and how.</summary>
internal sealed record ReplayRequest
{
    /// <summary>Where to stop.</summary>
    public JournalPlace Place { get; init; } = JournalPlace.End;

    /// <summary>Start from the newest snapshot before the place instead of the first record.</summary>
    public bool UsesSnapshot { get; init; } = true;

    /// <summary>Settings put in force instead of the journaled ones; state hashes are then not compared.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];
}
