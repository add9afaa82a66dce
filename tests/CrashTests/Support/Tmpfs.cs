using System.Diagnostics;

namespace CrashTests.Support;

/// <summary>A small file system in memory, mounted for one test; needs root.</summary>
internal sealed class Tmpfs : IDisposable
{
    private Tmpfs(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Null where mounting is refused.</summary>
    public static Tmpfs? TryMount(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        return Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) ? new Tmpfs(folder) : null;
    }

    /// <summary>Takes or gives room, as an operator who cleans up does.</summary>
    public void Resize(int megabytes)
    {
        if (!Run("mount", "-o", $"remount,size={megabytes}m", Folder))
            throw new InvalidOperationException($"{Folder} cannot be resized.");
    }

    public void Dispose() => Run("umount", "-l", Folder);

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // There is no such command.
        }
    }
}
