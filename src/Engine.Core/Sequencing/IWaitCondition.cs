namespace Engine.Core.Sequencing;

/// <summary>What <see cref="Waiting"/> waits for. A struct, so that looking costs what the look itself costs.</summary>
public interface IWaitCondition
{
    /// <summary>Looked at on every spin.</summary>
    bool IsMet { get; }

    /// <summary>Stop waiting although it is not met. Looked at now and then and around every park.</summary>
    bool IsCancelled { get; }
}
