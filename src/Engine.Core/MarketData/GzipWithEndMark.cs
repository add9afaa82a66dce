using System.IO.Compression;

namespace Engine.Core.MarketData;

/// <summary>
/// A gzip file followed by one more gzip member that holds <see cref="Mark"/>. The decompressor of the base library
/// takes a file that
/// ends in the middle for complete; with this one, the mark comes out at the end only if every member before was whole.
/// </summary>
internal sealed class GzipWithEndMark(Stream file) : Stream
{
    private static readonly byte[] MarkMember = CreateMarkMember();

    private int _markRead;

    /// <summary>Has no line end and a byte that no text has.</summary>
    public static ReadOnlySpan<byte> Mark => "\0whole file\0"u8;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        if (read > 0 || buffer.Length == 0) return read;

        var rest = MarkMember.AsSpan(_markRead);
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _markRead += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] CreateMarkMember()
    {
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest)) gzip.Write(Mark);
        return member.ToArray();
    }
}
