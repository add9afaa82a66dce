namespace Engine.Core.Breakers;

/// <summary>How a breaker stands, for people.</summary>
public enum BreakerStanding
{
    /// <summary>Neither warns nor trips by itself.</summary>
    Off,
    Armed,

    /// <summary>The measure has come to four fifths of the limit.</summary>
    Warned,
    Tripped,
}
