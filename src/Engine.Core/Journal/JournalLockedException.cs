namespace Engine.Core.Journal;

/// <summary>Another process has this journal open.</summary>
public sealed class JournalLockedException(string folder, string holder)
    : Exception($"Journal {folder} is in use by {holder}: stop that engine first, or use another journal folder.")
{
    /// <summary>For example "process 4711".</summary>
    public string Holder { get; } = holder;
}
