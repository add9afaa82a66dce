namespace Engine.Core.Journal;

/// <summary>
/// A reader's word that it has not read beyond a place yet: retention leaves what lies there. Moved by one thread.
/// </summary>
public sealed class ReaderClaim : IDisposable
{
    private readonly ReaderClaims _claims;
    private long _sequence;

    internal ReaderClaim(ReaderClaims claims, string name, long sequence)
    {
        _claims = claims;
        Name = name;
        _sequence = sequence;
    }

    /// <summary>Who reads.</summary>
    public string Name { get; }

    /// <summary>The lowest sequence that the reader still needs.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>The reader needs nothing below this any more.</summary>
    public void MoveTo(long sequence)
    {
        if (sequence > _sequence) Volatile.Write(ref _sequence, sequence);
    }

    public void Dispose() => _claims.Remove(this);
}
