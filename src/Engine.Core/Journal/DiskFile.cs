using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Engine.Core.Journal;

/// <summary>A file of a <see cref="DiskStorage"/>: positioned reads and writes, no buffer of its own.</summary>
internal sealed unsafe class DiskFile(string name, string path, SafeFileHandle handle) : IStorageFile
{
    public string Name { get; } = name;

    public long Length => RandomAccess.GetLength(handle);

    public int Read(Span<byte> destination, long offset)
    {
        var total = 0;
        fixed (byte* start = destination)
        {
            while (total < destination.Length)
            {
                var count = Libc.Read(handle, start + total, destination.Length - total, offset + total);
                if (count == 0) break;
                if (count > 0)
                {
                    total += (int)count;
                    continue;
                }
                var errno = Marshal.GetLastPInvokeError();
                if (errno != Libc.ErrnoInterrupted) throw JournalReadException.For("read", path, errno);
            }
        }
        return total;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        fixed (byte* start = source)
        {
            // A short write is no error by itself: the call for the rest says why, if there is a reason.
            for (var total = 0; total < source.Length;)
            {
                var count = Libc.Write(handle, start + total, source.Length - total, offset + total);
                if (count > 0)
                {
                    total += (int)count;
                    continue;
                }
                var errno = count == 0 ? JournalWriteException.InputOutput : Marshal.GetLastPInvokeError();
                if (errno != Libc.ErrnoInterrupted) throw JournalWriteException.For("write", path, errno);
            }
        }
    }

    public void SyncData()
    {
        if (Libc.SyncData(handle) != 0)
            throw JournalWriteException.For("fdatasync", path, Marshal.GetLastPInvokeError());
    }

    public void SyncAll()
    {
        if (Libc.Sync(handle) != 0) throw JournalWriteException.For("fsync", path, Marshal.GetLastPInvokeError());
    }

    public void Preallocate(long length)
    {
        var errno = Libc.Allocate(handle, 0, length);
        if (errno is Libc.ErrnoNotSupported or Libc.ErrnoInvalid) SetLength(length); // The file system cannot reserve.
        else if (errno != 0) throw JournalWriteException.For("reserve space", path, errno);
    }

    public void SetLength(long length)
    {
        if (Libc.Truncate(handle, length) != 0)
            throw JournalWriteException.For("ftruncate", path, Marshal.GetLastPInvokeError());
    }

    public void Dispose() => handle.Dispose();
}
