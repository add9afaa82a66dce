namespace Grpc.Core;

/// <summary>How messages are sent, until other options are set.</summary>
public class WriteOptions
{
    /// <summary>Flushed at once, compressed if the call is.</summary>
    public static readonly WriteOptions Default = new();

    /// <param name="flags">Flags; none by default.</param>
    public WriteOptions(WriteFlags flags = default) => Flags = flags;

    /// <summary>The flags.</summary>
    public WriteFlags Flags { get; }
}
