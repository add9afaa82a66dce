using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LoadTest.Probes;

/// <summary>A file of /proc, kept open and read anew again and again into one buffer. Allocates nothing.</summary>
internal sealed class ProcFile(string path) : IDisposable
{
    private readonly SafeFileHandle _handle = File.OpenHandle(path);
    private readonly byte[] _buffer = new byte[4_096];
    private int _length;

    public void Refresh() => _length = RandomAccess.Read(_handle, _buffer, 0);

    /// <summary>The n-th word, counted from 0 behind the last bracket, which may hold a name.</summary>
    public long Word(int index)
    {
        var text = _buffer.AsSpan(0, _length);
        return WordOf(text[(text.LastIndexOf((byte)')') + 1)..], index);
    }

    /// <summary>The n-th number behind a label; 0 if there is none.</summary>
    public long Labelled(ReadOnlySpan<byte> label, int index = 0)
    {
        var text = _buffer.AsSpan(0, _length);
        var at = text.IndexOf(label);
        return at < 0 ? 0 : WordOf(text[(at + label.Length)..], index);
    }

    public void Dispose() => _handle.Dispose();

    private static long WordOf(ReadOnlySpan<byte> text, int index)
    {
        for (var at = 0; at < text.Length;)
        {
            while (at < text.Length && text[at] <= (byte)' ') at++;
            var from = at;
            while (at < text.Length && text[at] > (byte)' ') at++;
            if (index-- == 0) return Parse(text[from..at]);
        }
        return 0;
    }

    private static long Parse(ReadOnlySpan<byte> word) =>
        long.TryParse(word, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"'{Encoding.ASCII.GetString(word)}' is no number of the kernel's.");
}
