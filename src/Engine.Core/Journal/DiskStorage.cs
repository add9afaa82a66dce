using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Engine.Core.Journal;

/// <summary>A journal folder on a real file system.</summary>
public sealed class DiskStorage : IJournalStorage
{
    private const string BootIdPath = "/proc/sys/kernel/random/boot_id";
    private const int LockTextBytes = 64;
    private const int FileMode = 0b110_100_000; // rw-r-----: positions and orders are nobody else's business.

    /// <summary>Uses an existing folder.</summary>
    public DiskStorage(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException(
                "The journal needs Linux (fdatasync, flock, posix_fallocate); run the engine there or in a container.");

        Folder = Path.GetFullPath(folder);
        if (!Directory.Exists(Folder)) throw JournalReadException.For("open", Folder, 2);
    }

    public string Folder { get; }

    public string BootId { get; } = File.Exists(BootIdPath) ? File.ReadAllText(BootIdPath).Trim() : "unknown";

    /// <summary>Uses a folder, creating it if it does not exist.</summary>
    public static DiskStorage CreateOrOpen(string folder)
    {
        var path = Path.GetFullPath(folder);
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            if (Path.GetDirectoryName(path) is { } parent) SyncFolder(parent);
        }
        return new DiskStorage(path);
    }

    public string Describe(string name) => PathOf(name);

    public IStorageFile Create(string name)
    {
        const int Flags = Libc.OpenReadWrite | Libc.OpenCreate | Libc.OpenExclusive;
        if (!TryOpen(PathOf(name), Flags, out var handle, out var errno))
            throw JournalWriteException.For("create", PathOf(name), errno);
        return new DiskFile(name, PathOf(name), handle);
    }

    public IStorageFile Open(string name, bool isWritable)
    {
        if (!TryOpen(PathOf(name), isWritable ? Libc.OpenReadWrite : Libc.OpenReadOnly, out var handle, out var errno))
            throw JournalReadException.For("open", PathOf(name), errno);
        return new DiskFile(name, PathOf(name), handle);
    }

    public bool Exists(string name) => File.Exists(PathOf(name));

    public IReadOnlyList<string> List()
    {
        var names = Directory.GetFiles(Folder);
        for (var i = 0; i < names.Length; i++) names[i] = Path.GetFileName(names[i]);
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    public void Rename(string oldName, string newName)
    {
        if (Libc.Rename(PathOf(oldName), PathOf(newName)) != 0)
            throw JournalWriteException.For("rename", PathOf(oldName), Marshal.GetLastPInvokeError());
    }

    public void Delete(string name)
    {
        const int NoSuchFile = 2;
        if (Libc.Unlink(PathOf(name)) == 0) return;

        var errno = Marshal.GetLastPInvokeError();
        if (errno != NoSuchFile) throw JournalWriteException.For("delete", PathOf(name), errno);
    }

    public void SyncDirectory() => SyncFolder(Folder);

    public StorageSpace Space()
    {
        var drive = new DriveInfo(Folder);
        return new StorageSpace(drive.AvailableFreeSpace, drive.TotalSize);
    }

    public IDisposable Lock(string name)
    {
        var path = PathOf(name);
        if (!TryOpen(path, Libc.OpenReadWrite | Libc.OpenCreate, out var handle, out var errno))
            throw JournalWriteException.For("create", path, errno);

        // The kernel drops the lock with the last descriptor, so a killed engine leaves none behind; the text in the
        // file only says who it was.
        if (Libc.Lock(handle, Libc.LockExclusiveNonBlocking) != 0)
        {
            errno = Marshal.GetLastPInvokeError();
            using var other = new DiskFile(name, path, handle);
            if (errno == Libc.ErrnoWouldBlock) throw new JournalLockedException(Folder, ReadHolder(other));
            throw JournalWriteException.For("lock", path, errno);
        }
        var file = new DiskFile(name, path, handle);
        var text = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}");
        file.Write(Encoding.ASCII.GetBytes(text.PadRight(LockTextBytes - 1) + "\n"), 0);
        return file;
    }

    private static string ReadHolder(DiskFile file)
    {
        Span<byte> text = stackalloc byte[LockTextBytes];
        var holder = Encoding.ASCII.GetString(text[..file.Read(text, 0)]).Trim();
        return holder.Length == 0 ? "another process that is just starting" : holder;
    }

    private static void SyncFolder(string folder)
    {
        if (!TryOpen(folder, Libc.OpenReadOnly, out var handle, out var errno))
            throw JournalWriteException.For("open", folder, errno);
        using (handle)
        {
            if (Libc.Sync(handle) != 0)
                throw JournalWriteException.For("fsync", folder, Marshal.GetLastPInvokeError());
        }
    }

    private static bool TryOpen(string path, int flags, out SafeFileHandle handle, out int errno)
    {
        int descriptor;
        do
        {
            descriptor = Libc.Open(path, flags | Libc.OpenCloseOnExec, FileMode);
            errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (errno == Libc.ErrnoInterrupted);
        handle = new SafeFileHandle(descriptor, ownsHandle: true);
        return descriptor >= 0;
    }

    private string PathOf(string name)
    {
        if (name.Length == 0 || name.Contains(Path.DirectorySeparatorChar) || name is "." or "..")
            throw new ArgumentException($"'{name}' is not a plain file name.", nameof(name));
        return Path.Combine(Folder, name);
    }
}
