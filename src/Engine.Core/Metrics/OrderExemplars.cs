namespace Engine.Core.Metrics;

/// <summary>
/// The newest order of each bucket of <see cref="LatencyLadder"/>. One writer, which never waits and allocates nothing;
/// any thread may read.
/// </summary>
/// <remarks>
/// The writer: 1 makes the version odd; 2 barrier; 3 writes the fields; 4 makes the version even, with release.
/// A reader: 1 reads the version, with acquire, and passes over an odd one; 2 reads the fields; 3 barrier; 4 believes
/// them if the version is still the same. So it never sees fields of two orders.
/// </remarks>
public sealed class OrderExemplars
{
    private const int Attempts = 4; // The writer is nanoseconds away from its end, or was sent to sleep.

    private readonly Slot[] _slots = new Slot[LatencyLadder.BucketCount];

    public void Record(in OrderExemplar exemplar)
    {
        ref var slot = ref _slots[LatencyLadder.IndexOf(exemplar.ValueNs)];
        var version = slot.Version;
        Volatile.Write(ref slot.Version, version + 1);
        Volatile.WriteBarrier();
        slot.Exemplar = exemplar;
        Volatile.Write(ref slot.Version, version + 2);
    }

    /// <summary>False if the bucket had no order yet, or is being written just now.</summary>
    public bool TryRead(int bucket, out OrderExemplar exemplar)
    {
        ref var slot = ref _slots[bucket];
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var version = Volatile.Read(ref slot.Version);
            if (version == 0) break;
            if ((version & 1) != 0) continue;
            exemplar = slot.Exemplar;
            Volatile.ReadBarrier();
            if (Volatile.Read(ref slot.Version) == version) return true;
        }
        exemplar = default;
        return false;
    }

    private struct Slot
    {
        public long Version; // 0: never written.
        public OrderExemplar Exemplar;
    }
}
