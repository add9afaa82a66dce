namespace Grpc.Core;

/// <summary>How one message is sent.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>More follows soon: the message need not be flushed yet.</summary>
    BufferHint = 0x1,

    /// <summary>Not compressed, whatever the call's codec.</summary>
    NoCompress = 0x2,
}
