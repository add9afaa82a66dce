using System.Globalization;
using System.Runtime.InteropServices;

namespace Engine.Core.Pipeline;

/// <summary>What the system knows of a thread of this process. Linux; elsewhere nothing.</summary>
internal static partial class ThreadCpu
{
    /// <summary>Number of the calling thread; 0 where there is none.</summary>
    public static int CallingThread() => OperatingSystem.IsLinux() ? GetThreadId() : 0;

    /// <summary>Time that a thread has been on a core, in nanoseconds; null where the system does not tell.</summary>
    public static long? TimeNsOf(int threadId)
    {
        if (threadId == 0) return null;
        try
        {
            var text = File.ReadAllText(string.Create(
                CultureInfo.InvariantCulture, $"/proc/self/task/{threadId}/schedstat"));
            return long.Parse(text.AsSpan(0, text.IndexOf(' ')), NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null; // The thread has ended, or the kernel keeps no such figures.
        }
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();
}
