namespace Engine.Core.Journal;

/// <summary>
/// Who still reads the journal of a running engine, and from where on. Retention takes nothing that is claimed; a claim
/// on something that is gone already is refused. Any thread.
/// </summary>
public sealed class ReaderClaims
{
    private readonly Lock _gate = new();
    private readonly List<ReaderClaim> _claims = [];
    private readonly Func<JournalManifest> _manifest;
    private readonly string _place;

    internal ReaderClaims(Func<JournalManifest> manifest, string place)
    {
        _manifest = manifest;
        _place = place;
    }

    /// <summary>From now on until it is moved or disposed nothing from this sequence on is taken.</summary>
    /// <exception cref="JournalRecycledException">It is gone already.</exception>
    public ReaderClaim Add(string name, long fromSequence)
    {
        lock (_gate)
        {
            if (_manifest().Recycled is { } recycled && fromSequence <= recycled.LastSequence)
                throw new JournalRecycledException(_place, fromSequence, recycled);

            var claim = new ReaderClaim(this, name, fromSequence);
            _claims.Add(claim);
            return claim;
        }
    }

    /// <summary>The lowest sequence that somebody still needs; <see cref="long.MaxValue"/> if nobody reads.</summary>
    public long LowestSequence()
    {
        lock (_gate) return Lowest();
    }

    /// <summary>
    /// Calls the action if nobody needs a sequence or anything below it; nobody can claim it while the action runs.
    /// </summary>
    internal bool TryTake(long lastSequence, Action take)
    {
        lock (_gate)
        {
            if (Lowest() <= lastSequence) return false;

            take();
            return true;
        }
    }

    internal void Remove(ReaderClaim claim)
    {
        lock (_gate) _claims.Remove(claim);
    }

    private long Lowest()
    {
        var lowest = long.MaxValue;
        foreach (var claim in _claims) lowest = Math.Min(lowest, claim.Sequence);
        return lowest;
    }
}
