using System.Runtime.InteropServices;
using Engine.Core.Events;
using Microsoft.Win32.SafeHandles;

namespace Engine.Core.Gateway;

/// <summary>
/// The venue's own memory: everything it received that matters and everything it said, in order, in records of 128
/// bytes.
/// <see cref="Append"/> collects, <see cref="Sync"/> makes durable; nothing may be said before. Dropping the object
/// without Sync is what a kill does: it loses what was never said.
/// </summary>
internal sealed class VenueLog : IDisposable
{
    /// <summary>Records between two syncs; an interrupted write never reaches further back.</summary>
    public const int BatchRecordsMax = 4_096;

    private readonly SafeFileHandle _file;
    private readonly SafeFileHandle _lock;
    private readonly EngineEvent[] _batch = new EngineEvent[BatchRecordsMax];
    private int _batchCount;
    private long _records; // Written so far; the header is not counted.
    private bool _isBroken;

    private VenueLog(SafeFileHandle file, SafeFileHandle lockFile)
    {
        _file = file;
        _lock = lockFile;
    }

    /// <summary>Opens or creates a log and hands every intact record over, in order.</summary>
    /// <exception cref="VenueException">In use, of another account or other options, or damaged before its
    /// tail.</exception>
    public static VenueLog Open(VenueServerOptions options, Action<EngineEvent> recovered)
    {
        var lockFile = Lock(options.LogPath);
        try
        {
            var isNew = !File.Exists(options.LogPath)
                || new FileInfo(options.LogPath).Length < VenueLogHeader.SizeInBytes;
            var records = isNew ? [] : VenueLogReader.ReadIntact(options.LogPath, Describe(options));
            var file = File.OpenHandle(options.LogPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            try
            {
                var log = new VenueLog(file, lockFile);
                if (isNew) log.WriteHeader(options);
                log.CutTail(records.Count);
                foreach (var record in records) recovered(record);
                return log;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch
        {
            lockFile.Dispose();
            throw;
        }
    }

    /// <summary>True if records wait for a sync.</summary>
    public bool HasUnsynced => _batchCount > 0;

    public static uint SeedOf(long index) => (uint)((ulong)(index + 1) * 0x9E3779B1);

    public static VenueLogHeader Describe(VenueServerOptions options)
    {
        var header = new VenueLogHeader
        {
            Magic = VenueLogHeader.MagicNumber,
            Version = VenueLogHeader.CurrentVersion,
            RecordBytes = VenueFrame.Bytes,
            OptionsDigest = options.Venue.ToDigest(),
            Account = AsciiText32.From(options.Account),
            VenueId = AsciiText24.From(options.Venue.VenueId),
        };
        VenueFrame.Seal(ref MemoryMarshal.Cast<VenueLogHeader, EngineEvent>(new Span<VenueLogHeader>(ref header))[0],
            VenueFrame.WireSeed);
        return header;
    }

    public void Append(in EngineEvent record)
    {
        if (_batchCount == _batch.Length) Sync();

        ref var slot = ref _batch[_batchCount];
        slot = record;
        VenueFrame.Seal(ref slot, SeedOf(_records + _batchCount));
        _batchCount++;
    }

    /// <summary>What was appended is on the disk when this returns.</summary>
    public void Sync()
    {
        if (_isBroken)
            throw new VenueException("An earlier write to the venue log failed: restart the venue to recover.");
        if (_batchCount == 0) return;

        _isBroken = true; // Stays so if the disk throws: what the file holds is then unknown.
        var bytes = MemoryMarshal.AsBytes(_batch.AsSpan(0, _batchCount));
        RandomAccess.Write(_file, bytes, VenueLogHeader.SizeInBytes + (_records * VenueFrame.Bytes));
        RandomAccess.FlushToDisk(_file);
        _isBroken = false;
        _records += _batchCount;
        _batchCount = 0;
    }

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private static SafeFileHandle Lock(string path)
    {
        try
        {
            return File.OpenHandle(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new VenueException($"Venue log '{path}' is in use by another venue: stop that one first.", e);
        }
    }

    private void WriteHeader(VenueServerOptions options)
    {
        var header = Describe(options);
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(new ReadOnlySpan<VenueLogHeader>(in header)), 0);
        RandomAccess.FlushToDisk(_file);
    }

    private void CutTail(int intactRecords)
    {
        _records = intactRecords;
        RandomAccess.SetLength(_file, VenueLogHeader.SizeInBytes + (_records * VenueFrame.Bytes));
        RandomAccess.FlushToDisk(_file);
    }
}
