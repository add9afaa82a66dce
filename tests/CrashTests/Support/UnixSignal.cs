using System.Runtime.InteropServices;

namespace CrashTests.Support;

/// <summary>Signals to a process, by number.</summary>
internal static partial class UnixSignal
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int processId, int signal)
    {
        if (KillProcess(processId, signal) != 0)
            throw new InvalidOperationException(
                $"Signal {signal} to {processId}: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillProcess(int processId, int signal);
}
