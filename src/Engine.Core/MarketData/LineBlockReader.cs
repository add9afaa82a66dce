using System.IO.Compression;
using System.Security.Cryptography;
using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// A text file, plain or gzip (told by its first bytes, not by its name; concatenated members are one file), as blocks
/// of
/// whole lines in one reused buffer. A missing line end at the end of the file is added.
/// </summary>
internal sealed class LineBlockReader : IDisposable
{
    private const int FileBufferBytes = 131_072;
    private const string CutRemedy = "it is cut or corrupt: fetch it again and compare its checksum";

    private readonly string _path;
    private readonly FileStream _file;
    private readonly byte[] _buffer;
    private readonly bool _isGzip;
    private Stream _text;
    private int _start;     // Of what was read but is no whole line yet, after the current block.
    private int _filled;
    private bool _isAtEnd;

    public LineBlockReader(string path, int blockBytes)
    {
        _path = path;
        _buffer = new byte[blockBytes + 1];    // One more for the added line end.
        try
        {
            _file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read, FileBufferBytes, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceFileException(path, "cannot be opened (" + e.Message + ")",
                "check that the file exists and may be read", e);
        }
        FileBytes = _file.Length;
        Sha256 = HashOf(_file);
        _file.Position = 0;
        _isGzip = _file.ReadByte() == 0x1F && _file.ReadByte() == 0x8B;
        _text = OpenText();
    }

    public long FileBytes { get; }

    public Sha256Text Sha256 { get; }

    /// <summary>Bytes of the file read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The current block; ends with a line end, or is empty.</summary>
    public ReadOnlySpan<byte> Block => _buffer.AsSpan(0, _start);

    /// <summary>Replaces the block by the next one. False at the end of the file.</summary>
    /// <exception cref="SourceFileException">The file is cut or corrupt, or a line does not fit.</exception>
    public bool ReadBlock()
    {
        _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
        _filled -= _start;
        _start = 0;

        // To the brim: where a block ends then depends on the text alone.
        while (!_isAtEnd && _filled < _buffer.Length - 1)
        {
            var read = ReadText(_buffer.AsSpan(_filled, _buffer.Length - 1 - _filled));
            _filled += read;
            if (read == 0) End();
        }
        BytesRead = _file.Position;
        _start = _buffer.AsSpan(0, _filled).LastIndexOf((byte)'\n') + 1;
        if (_start == 0 && _filled != 0) throw LineTooLong();
        return _start != 0;
    }

    /// <summary>Goes back to the start of the file.</summary>
    public void Rewind()
    {
        if (_text != _file) _text.Dispose();
        _start = 0;
        _filled = 0;
        _isAtEnd = false;
        _text = OpenText();
    }

    public void Dispose()
    {
        _text.Dispose();
        _file.Dispose();
    }

    private static Sha256Text HashOf(FileStream file)
    {
        var hash = default(Sha256Text);
        SHA256.HashData(file, hash);
        return hash;
    }

    private Stream OpenText()
    {
        _file.Position = 0;
        return _isGzip
            ? new GZipStream(new GzipWithEndMark(_file), CompressionMode.Decompress, leaveOpen: true)
            : _file;
    }

    private int ReadText(Span<byte> destination)
    {
        try
        {
            return _text.Read(destination);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new SourceFileException(_path, "cannot be read to its end (" + e.Message + ")", CutRemedy, e);
        }
    }

    // Behind the text comes the mark of a whole gzip file; the last line may have no line end.
    private void End()
    {
        _isAtEnd = true;
        if (_isGzip)
        {
            if (!_buffer.AsSpan(0, _filled).EndsWith(GzipWithEndMark.Mark))
                throw new SourceFileException(_path, "ends in the middle of the compressed data", CutRemedy);
            _filled -= GzipWithEndMark.Mark.Length;
        }
        if (_filled != 0 && _buffer[_filled - 1] != '\n') _buffer[_filled++] = (byte)'\n';
    }

    private SourceFileException LineTooLong() =>
        new(_path, $"has a line of more than {_buffer.Length - 1} bytes", "check that it is a CSV file with line ends");
}
