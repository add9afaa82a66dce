using Grpc.Core;

namespace Engine.Rpc.Tests.Client;

/// <summary>How long tests wait for what has to happen.</summary>
internal static class Limits
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    /// <summary>Options with a deadline that only a hanging call reaches.</summary>
    public static CallOptions Options(Metadata? headers = null, CancellationToken cancellationToken = default) =>
        new(headers, DateTime.UtcNow + Long, cancellationToken);
}
