namespace Engine.Core.Gateway;

/// <summary>
/// A venue process, its log or its address cannot be used. The message names input, place and remedy.
/// </summary>
public sealed class VenueException : Exception
{
    public VenueException(string message)
        : base(message)
    {
    }

    public VenueException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
