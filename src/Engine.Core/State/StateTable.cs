using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Core.State;

/// <summary>
/// The only home of mutable state in the deterministic core: a fixed number of blittable entities, all zero at first.
/// Reading is free; <see cref="Edit"/> marks the entity as changed, so that the digest costs time in proportion to what
/// changed and not to what there is. Single writer; allocates only in the constructor.
/// </summary>
/// <typeparam name="T">Explicit layout without padding, so that equal entities have equal bytes.</typeparam>
public sealed class StateTable<T> : IStateTable
    where T : unmanaged
{
    private readonly T[] _entities;
    private readonly ulong[] _hashes;    // What each entity contributes to _digest now.
    private readonly bool[] _isChanged;
    private readonly int[] _changed;     // Indices for which _isChanged is set.
    private int _changedCount;
    private ulong _digest;

    public StateTable(int partId, int version, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partId);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(version);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);

        PartId = partId;
        Version = version;
        _entities = new T[capacity];
        _hashes = new ulong[capacity];
        _isChanged = new bool[capacity];
        _changed = new int[capacity];
    }

    public int PartId { get; }

    public int Version { get; }

    public int EntityBytes => Unsafe.SizeOf<T>();

    public int Capacity => _entities.Length;

    public Type EntityType => typeof(T);

    /// <summary>Read access. Index out of range throws.</summary>
    public ref readonly T this[int index] => ref _entities[index];

    /// <summary>Write access; the entity counts as changed from now until the next digest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Edit(int index)
    {
        ref var entity = ref _entities[index];
        if (!_isChanged[index]) MarkChanged(index);
        return ref entity;
    }

    public ulong FoldDigest()
    {
        for (var i = 0; i < _changedCount; i++)
        {
            var index = _changed[i];
            var hash = HashOf(index);
            _digest = _digest - _hashes[index] + hash;
            _hashes[index] = hash;
            _isChanged[index] = false;
        }
        _changedCount = 0;
        return _digest;
    }

    public ulong ComputeDigest()
    {
        var digest = 0ul;
        for (var i = 0; i < _entities.Length; i++) digest += HashOf(i);
        return digest;
    }

    public int CountUsed()
    {
        var count = 0;
        for (var i = 0; i < _entities.Length; i++)
            if (BytesOf(i).ContainsAnyExcept((byte)0)) count++;
        return count;
    }

    public ReadOnlySpan<byte> ReadBytes(int index)
    {
        var bytes = BytesOf(index);
        return bytes.ContainsAnyExcept((byte)0) ? bytes : [];
    }

    public void WriteBytes(int index, ReadOnlySpan<byte> bytes) =>
        Edit(index) = MemoryMarshal.Read<T>(bytes);

    public void Clear()
    {
        for (var i = 0; i < _entities.Length; i++)
            if (BytesOf(i).ContainsAnyExcept((byte)0)) Edit(i) = default;
    }

    public void Prefault()
    {
        Touch(MemoryMarshal.AsBytes(_entities.AsSpan()));
        Touch(MemoryMarshal.AsBytes(_hashes.AsSpan()));
        Touch(MemoryMarshal.AsBytes(_isChanged.AsSpan()));
        Touch(MemoryMarshal.AsBytes(_changed.AsSpan()));
    }

    // A read would only map the shared zero page.
    private static void Touch(Span<byte> bytes)
    {
        const int pageBytes = 4_096;
        for (var i = 0; i < bytes.Length; i += pageBytes) bytes[i] ^= byte.MaxValue;
        for (var i = 0; i < bytes.Length; i += pageBytes) bytes[i] ^= byte.MaxValue;
    }

    private void MarkChanged(int index)
    {
        _isChanged[index] = true;
        _changed[_changedCount++] = index;
    }

    private ulong HashOf(int index) => StateDigest.OfEntity(PartId, index, BytesOf(index));

    private ReadOnlySpan<byte> BytesOf(int index) =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in _entities[index], 1));
}
