using System.Diagnostics;
using System.Runtime.InteropServices;
using Engine.Core.Journal;
using Microsoft.Win32.SafeHandles;

namespace LoadTest.Baselines;

/// <summary>A bare loop of positioned writes, with or without fdatasync, into a file that was filled before.</summary>
internal static partial class BareWrite
{
    private const int FileBytes = 64 << 20;
    private const int RecordBytes = 128;

    /// <summary>Nanoseconds per call, median, of writing so many bytes and syncing them.</summary>
    public static double SyncedCallNs(string folder, int bytesPerCall, int calls)
    {
        using var file = NewFile(folder, out var path);
        var samples = new double[calls];
        var buffer = new byte[bytesPerCall];
        var offset = 0L;
        for (var i = 0; i < calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, buffer, offset);
            if (SyncData(file) != 0)
                throw JournalWriteException.For("fdatasync", path, Marshal.GetLastPInvokeError());
            samples[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            offset = (offset + bytesPerCall) % (FileBytes - bytesPerCall);
        }
        File.Delete(path);
        Array.Sort(samples);
        return samples[calls / 2];
    }

    /// <summary>Records of 128 bytes per second that fresh file pages take, in calls of so many bytes, never synced.</summary>
    public static double FreshRecordsPerSecond(string folder, int bytesPerCall, long bytes)
    {
        var path = Path.Combine(folder, "bare-write.tmp");
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, preallocationSize: bytes);
        var buffer = new byte[bytesPerCall];
        var start = Stopwatch.GetTimestamp();
        for (long offset = 0; offset < bytes; offset += bytesPerCall) RandomAccess.Write(file, buffer, offset);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        File.Delete(path);
        return bytes / (double)RecordBytes / seconds;
    }

    private static SafeFileHandle NewFile(string folder, out string path)
    {
        path = Path.Combine(folder, "bare-sync.tmp");
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);
        RandomAccess.Write(file, new byte[FileBytes], 0);
        RandomAccess.FlushToDisk(file);
        return file;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SyncData(SafeFileHandle file);
}
