using System.Globalization;
using System.Runtime.InteropServices;
using Engine.Core.Journal;
using Microsoft.Win32.SafeHandles;

namespace LoadTest.Baselines;

/// <summary>What of a journal's segments is in memory, as far as a process can say so to the kernel.</summary>
internal static partial class PageCache
{
    private const int AdviceDontNeed = 4; // POSIX_FADV_DONTNEED

    public static IReadOnlyList<string> Segments(string folder) =>
    [
        .. Directory.GetFiles(folder, JournalFormat.SegmentPrefix + "*" + JournalFormat.SegmentSuffix)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Lets the kernel forget the segments. It keeps pages that are not written back, so they are first.
    /// </summary>
    public static void Drop(string folder)
    {
        foreach (var path in Segments(folder))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            if (BareWrite.SyncData(file) != 0)
                throw JournalWriteException.For("fdatasync", path, Marshal.GetLastPInvokeError());
            var errno = Advise(file, 0, 0, AdviceDontNeed);
            if (errno != 0) throw JournalReadException.For("posix_fadvise", path, errno);
        }
    }

    /// <summary>Bytes that this process has had fetched from storage so far.</summary>
    public static long BytesFetched()
    {
        const string field = "read_bytes: ";
        var line = File.ReadLines("/proc/self/io").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(field.Length), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>Returns the errno itself.</summary>
    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);
}
