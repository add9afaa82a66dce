namespace Engine.Core.Pipeline.Logic;

/// <summary>Where a flatten is. In state; see <see cref="FlattenFlow"/>.</summary>
public enum FlattenStep
{
    None = 0,

    /// <summary>Orders come to their end, positions are closed.</summary>
    Closing = 1,

    /// <summary>The venue is asked for what it holds.</summary>
    ReadingBack = 2,
}
