namespace Engine.Core.Gateway;

/// <summary>API sketch; follows in a later commit of this branch.</summary>
public static class VenueServer
{
    /// <summary>Serves until canceled.</summary>
    /// <param name="started">Called once with the address that engines connect to.</param>
    public static Task RunAsync(VenueServerOptions options, CancellationToken cancellationToken, Action<string>? started = null) =>
        throw new NotImplementedException();
}
