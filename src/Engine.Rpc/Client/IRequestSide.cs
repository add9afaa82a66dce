namespace Engine.Rpc.Client;

/// <summary>What a call sends: one message, or a stream of them.</summary>
internal interface IRequestSide
{
    /// <summary>The body of the request.</summary>
    HttpContent Content { get; }

    /// <summary>Whether the transport has all of it.</summary>
    bool IsComplete { get; }

    /// <summary>The call is over: stops what is still being sent and gives its memory back. Called once.</summary>
    void End();
}
