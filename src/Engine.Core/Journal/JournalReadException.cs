namespace Engine.Core.Journal;

/// <summary>
/// A file of the journal could not be opened or read at all; what was read says nothing about its content.
/// </summary>
public sealed class JournalReadException(string operation, string file, int errno, string remedy)
    : Exception($"{operation} of {file} failed with errno {errno}: {remedy}.")
{
    public string FileName { get; } = file;

    public int Errno { get; } = errno;

    public static JournalReadException For(string operation, string file, int errno) =>
        new(operation, file, errno, errno switch
        {
            2 => "no such file; check the path of the journal folder",
            13 => "permission denied; give this user read access to the journal folder",
            5 => "the device failed; check the kernel log and restore the file from a copy",
            _ => "see errno(3) for the cause",
        });
}
