using System.Diagnostics;
using System.Runtime.InteropServices;
using Engine.Core.Journal;
using Microsoft.Win32.SafeHandles;

namespace LoadTest.Baselines;

/// <summary>
/// Single writes of a record with their sync, taken now and then while something else is measured: what the disk costs
/// under that very load.
/// </summary>
internal sealed class BareSync : IDisposable
{
    private const int FileBytes = 1 << 20;
    private const int RecordBytes = 128;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly byte[] _record = new byte[RecordBytes];
    private readonly List<double> _ns = [];
    private long _offset;

    public BareSync(string folder)
    {
        _path = Path.Combine(folder, "bare-sync-beside.tmp");
        _file = File.OpenHandle(_path, FileMode.Create, FileAccess.ReadWrite);
        RandomAccess.Write(_file, new byte[FileBytes], 0);
        RandomAccess.FlushToDisk(_file);
    }

    public IReadOnlyList<double> Ns => _ns;

    /// <summary>So many calls, one after the other.</summary>
    public static IReadOnlyList<double> Take(string folder, int calls)
    {
        using var bare = new BareSync(folder);
        for (var i = 0; i < calls; i++) bare.Sample();
        return bare.Ns;
    }

    public void Sample()
    {
        var start = Stopwatch.GetTimestamp();
        RandomAccess.Write(_file, _record, _offset);
        if (BareWrite.SyncData(_file) != 0)
            throw JournalWriteException.For("fdatasync", _path, Marshal.GetLastPInvokeError());
        _ns.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        _offset = (_offset + RecordBytes) % FileBytes;
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }
}
