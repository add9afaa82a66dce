namespace Engine.Grpc.Tails;

/// <summary>What became of a step of one reader.</summary>
internal enum TailStep
{
    /// <summary>It can go on at once.</summary>
    Moved,

    /// <summary>For its client, or for the journal to grow.</summary>
    Waiting,

    /// <summary>For what all readers together may be sent.</summary>
    Paced,

    /// <summary>It has ended.</summary>
    Over,
}
