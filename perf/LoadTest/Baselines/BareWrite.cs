using System.Diagnostics;
using System.Runtime.InteropServices;
using Engine.Core.Journal;
using Microsoft.Win32.SafeHandles;

namespace LoadTest.Baselines;

/// <summary>Bare loops of positioned writes: what the file system takes without an engine.</summary>
internal static partial class BareWrite
{
    private const int FileBytes = 64 << 20;
    private const int SegmentBytes = 128 << 20;
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
            Sync(file, path);
            samples[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            offset = (offset + bytesPerCall) % (FileBytes - bytesPerCall);
        }
        File.Delete(path);
        Array.Sort(samples);
        return samples[calls / 2];
    }

    /// <summary>
    /// Records of 128 bytes per second that fresh file pages take in calls of so many bytes. As under the journal, one
    /// thread syncs each full segment while the next is written: pages never synced soon throttle whoever writes.
    /// </summary>
    public static double WrittenRecordsPerSecond(string folder, int bytesPerCall, int segments)
    {
        var buffer = new byte[bytesPerCall];
        var retiring = Task.CompletedTask;
        var start = Stopwatch.GetTimestamp();
        for (var segment = 0; segment < segments; segment++)
        {
            var path = Path.Combine(folder, $"bare-write-{segment}.tmp");
            var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, preallocationSize: SegmentBytes);
            for (long offset = 0; offset < SegmentBytes; offset += bytesPerCall) RandomAccess
                .Write(file, buffer, offset);
            retiring.Wait();
            retiring = Task.Run(() => Retire(file, path));
        }
        retiring.Wait();
        return segments * (double)SegmentBytes / RecordBytes / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Retire(SafeFileHandle file, string path)
    {
        Sync(file, path);
        file.Dispose();
        File.Delete(path);
    }

    private static void Sync(SafeFileHandle file, string path)
    {
        if (SyncData(file) != 0) throw JournalWriteException.For("fdatasync", path, Marshal.GetLastPInvokeError());
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
    internal static partial int SyncData(SafeFileHandle file);
}
