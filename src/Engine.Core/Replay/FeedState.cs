namespace Engine.Core.Replay;

/// <summary>How far a source of market data is.</summary>
public enum FeedState
{
    /// <summary>Its data begins later.</summary>
    NotOpened = 0,

    Open = 1,

    /// <summary>It has said that nothing more comes.</summary>
    Ended = 2,
}
