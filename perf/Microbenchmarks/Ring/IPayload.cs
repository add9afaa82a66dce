namespace Microbenchmarks.Ring;

/// <summary>
/// An event whose every field is written from its sequence, so that the consumed sum proves that all arrived whole.
/// </summary>
internal interface IPayload<T> where T : unmanaged, IPayload<T>
{
    /// <summary>Writes all fields but the first 8 bytes, which belong to a lane.</summary>
    static abstract void Fill(ref T slot, long sequence);

    /// <summary>Reads from every cache line.</summary>
    static abstract long Read(ref T slot);

    static abstract void Stamp(ref T slot, long timestamp);

    static abstract long StampOf(ref T slot);
}
