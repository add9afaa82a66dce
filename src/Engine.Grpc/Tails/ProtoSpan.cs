using System.Text;

namespace Engine.Grpc.Tails;

/// <summary>
/// Writes fields of a protobuf message into memory that is large enough. A field with its default is left out, as
/// proto3 has it.
/// </summary>
internal ref struct ProtoSpan(Span<byte> destination)
{
    private const int VarintType = 0;
    private const int BytesType = 2;

    private readonly Span<byte> _destination = destination;

    public int Length { get; private set; }

    public void Number(int field, long value)
    {
        if (value == 0) return;
        Varint((ulong)((field << 3) | VarintType));
        Varint((ulong)value);
    }

    public void Text(int field, string value)
    {
        if (value.Length == 0) return;
        Head(field, Encoding.UTF8.GetByteCount(value));
        Length += Encoding.UTF8.GetBytes(value, _destination[Length..]);
    }

    public void Bytes(int field, scoped ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        Head(field, value.Length);
        Copy(value);
    }

    /// <summary>A message of two texts in fields 1 and 2.</summary>
    public void Pair(int field, scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> second)
    {
        Head(field, SizeOf(first) + SizeOf(second));
        Bytes(1, first);
        Bytes(2, second);
    }

    /// <summary>The head of a field of so many bytes, which the caller writes.</summary>
    public void Head(int field, int length)
    {
        Varint((ulong)((field << 3) | BytesType));
        Varint((ulong)length);
    }

    public void Copy(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_destination[Length..]);
        Length += bytes.Length;
    }

    private static int SizeOf(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return 0;
        var size = 2 + value.Length;
        for (var rest = value.Length >> 7; rest > 0; rest >>= 7) size++;
        return size;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _destination[Length++] = (byte)(value | 0x80);
        _destination[Length++] = (byte)value;
    }
}
