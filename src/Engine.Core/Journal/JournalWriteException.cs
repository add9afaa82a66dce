namespace Engine.Core.Journal;

/// <summary>
/// The device refused a write, sync, rename or reservation. Whoever gets it stops writing: what the file holds from
/// here on is unknown until recovery has read it.
/// </summary>
public sealed class JournalWriteException(
    string operation, string file, int errno, string remedy, Exception? inner = null)
    : Exception($"{operation} of {file} failed with errno {errno}: {remedy}.", inner)
{
    public const int NoSpace = 28;
    public const int InputOutput = 5;

    public string Operation { get; } = operation;

    public string FileName { get; } = file;

    public int Errno { get; } = errno;

    public string Remedy { get; } = remedy;

    public bool IsDiskFull => Errno is NoSpace or QuotaExceeded;

    private const int QuotaExceeded = 122;

    /// <summary>The exception for an errno, with the remedy an operator needs.</summary>
    public static JournalWriteException For(string operation, string file, int errno) =>
        new(operation, file, errno, errno switch
        {
            NoSpace or QuotaExceeded =>
                "the device is full; free or add space, then restart: recovery keeps every complete group",
            InputOutput => "the device failed; check the kernel log and replace it, then restart on a healthy one",
            1 or 13 => "permission denied; give the engine's user write access to the journal folder",
            30 => "the file system is read-only; check the kernel log, remount it for writing, then restart",
            2 => "the file or folder has vanished; nothing but the engine may change the journal folder",
            17 => "a file of that name exists already; nothing but the engine may create files in the journal folder",
            24 or 23 => "too many open files; raise the limit (ulimit -n)",
            _ => "see errno(3) for the cause; restart after removing it",
        });
}
