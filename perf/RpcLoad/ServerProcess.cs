using System.Diagnostics;
using System.Globalization;

namespace RpcLoad;

/// <summary>The server as a process of its own, because one process would share its heap and its threads.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, int layeredPort, int barePort)
    {
        _process = process;
        Layered = new Uri($"http://127.0.0.1:{layeredPort}");
        Bare = new Uri($"http://127.0.0.1:{barePort}");
    }

    /// <summary>Address of the service.</summary>
    public Uri Layered { get; }

    /// <summary>Address of Kestrel with nothing on top.</summary>
    public Uri Bare { get; }

    public static async Task<ServerProcess> StartAsync()
    {
        // Also where this process was started as "dotnet RpcLoad.dll".
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { typeof(ServerProcess).Assembly.Location, LoadServer.Verb },
        };
        var process = Process.Start(start)!;
        var ports = (await process.StandardOutput.ReadLineAsync() ?? "").Split(' ');
        if (ports.Length != 2) throw new InvalidOperationException("The server process ended before it listened.");

        return new ServerProcess(
            process,
            int.Parse(ports[0], CultureInfo.InvariantCulture),
            int.Parse(ports[1], CultureInfo.InvariantCulture));
    }

    /// <summary>What the server has used since its start.</summary>
    public Usage Usage()
    {
        _process.StandardInput.WriteLine();
        return RpcLoad.Usage.Parse(_process.StandardOutput.ReadLine()!);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5))) _process.Kill();
        _process.Dispose();
    }
}
