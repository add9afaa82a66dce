namespace Engine.Testing.FaultyStorage;

/// <summary>
/// The bytes of one file: what is on the platter, and the writes since the last sync in order. A crash decides for each
/// of these, or for each 512-byte sector of them, whether it reached the platter. Like a file it may be written and
/// synced by several threads: the journal, the preparation of segments, the hash chain.
/// </summary>
internal sealed class FaultyFileContent
{
    private const int SectorBytes = 512;

    private readonly Lock _gate = new();
    private readonly List<(long Offset, byte[]? Bytes, long Length)> _pending = [];
    private byte[] _current = [];
    private byte[] _durable = [];
    private long _length;
    private long _durableLength;

    public long Length
    {
        get { lock (_gate) return _length; }
    }

    public int Read(Span<byte> destination, long offset)
    {
        lock (_gate)
        {
            if (offset >= _length) return 0;
            var count = (int)Math.Min(destination.Length, _length - offset);
            _current.AsSpan((int)offset, count).CopyTo(destination);
            return count;
        }
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        if (source.IsEmpty) return;
        lock (_gate)
        {
            _length = Math.Max(_length, offset + source.Length);
            Grow(ref _current, _length);
            source.CopyTo(_current.AsSpan((int)offset));
            _pending.Add((offset, source.ToArray(), _length));
        }
    }

    public void SetLength(long length)
    {
        lock (_gate)
        {
            if (length < _length) _current.AsSpan((int)length, (int)(_length - length)).Clear();
            _length = length;
            Grow(ref _current, length);
            _pending.Add((0, null, length));
        }
    }

    public void Sync()
    {
        lock (_gate)
        {
            Grow(ref _durable, _length);
            foreach (var (offset, bytes, length) in _pending) Apply(offset, bytes, length);
            _durableLength = _length;
            _pending.Clear();
        }
    }

    /// <summary>What is left after a power loss.</summary>
    public void Crash(Random random)
    {
        lock (_gate) Lose(random);
    }

    /// <summary>A sync that failed: the kernel marks the pages clean, so that no later sync writes them.</summary>
    public void FailSync()
    {
        lock (_gate) _pending.Clear();
    }

    /// <summary>Changes bits of one byte, in the cache and on the platter.</summary>
    public void Flip(long offset, byte mask)
    {
        lock (_gate)
        {
            Grow(ref _durable, offset + 1);
            _current[offset] ^= mask;
            _durable[offset] ^= mask;
        }
    }

    private void Lose(Random random)
    {
        var mode = random.Next(4);
        for (var i = 0; i < _pending.Count; i++)
        {
            var (offset, bytes, length) = _pending[i];
            var isKept = mode switch { 0 => false, 1 => true, _ => random.Next(2) == 0 };
            if (mode == 3 && bytes is not null) ApplyTorn(offset, bytes, random);
            else if (isKept) Apply(offset, bytes, length);
        }
        _pending.Clear();
        _length = _durableLength;
        _current = new byte[Math.Max(_length, _durable.Length)];
        _durable.CopyTo(_current, 0);
        _current.AsSpan((int)_length).Clear();
    }

    private static void Grow(ref byte[] bytes, long length)
    {
        if (bytes.Length < length) Array.Resize(ref bytes, (int)Math.Max(length, bytes.Length * 2L));
    }

    private void Apply(long offset, byte[]? bytes, long length = 0)
    {
        if (bytes is null)
        {
            if (length < _durableLength) _durable.AsSpan((int)length, (int)(_durableLength - length)).Clear();
            _durableLength = length;
            Grow(ref _durable, length);
            return;
        }
        Grow(ref _durable, offset + bytes.Length);
        bytes.CopyTo(_durable, offset);
        _durableLength = Math.Max(_durableLength, offset + bytes.Length);
    }

    private void ApplyTorn(long offset, byte[] bytes, Random random)
    {
        for (long at = offset; at < offset + bytes.Length;)
        {
            var sectorEnd = Math.Min(((at / SectorBytes) + 1) * SectorBytes, offset + bytes.Length);
            if (random.Next(2) == 0) Apply(at, bytes[(int)(at - offset)..(int)(sectorEnd - offset)]);
            at = sectorEnd;
        }
    }
}
