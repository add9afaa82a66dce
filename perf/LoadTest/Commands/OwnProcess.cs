using System.Diagnostics;

namespace LoadTest.Commands;

/// <summary>This program again, in a process of its own.</summary>
internal static class OwnProcess
{
    public static Process Start(IEnumerable<string> arguments)
    {
        var isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return Start(Environment.ProcessPath!, isHosted ? typeof(OwnProcess).Assembly.Location : null, arguments);
    }

    /// <summary>Another build of it.</summary>
    public static Process Start(IEnumerable<string> arguments, string assembly) =>
        Start(Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? Environment.ProcessPath! : "dotnet", assembly, arguments);

    private static Process Start(string program, string? assembly, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true };
        if (assembly is not null) start.ArgumentList.Add(assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
