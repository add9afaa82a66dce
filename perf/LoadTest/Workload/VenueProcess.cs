using System.Diagnostics;
using System.Runtime.InteropServices;
using Engine.Core.Gateway;
using LoadTest.Commands;

namespace LoadTest.Workload;

/// <summary>The simulated venue in a process of its own, with its own log; it can be made to stand still.</summary>
internal sealed partial class VenueProcess : IDisposable
{
    public const string Verb = "venue-serve";

    private const int SignalTerminate = 15;
    private const int SignalContinue = 18;
    private const int SignalStop = 19;

    private readonly Process _process;

    public VenueProcess(string folder)
    {
        LogPath = Path.Combine(folder, "venue.log");
        Address = "unix:" + Path.Combine(folder, "v.sock");
        _process = OwnProcess.Start([Verb, "--listen", Address, "--log", LogPath]);
        if (_process.StandardOutput.ReadLine() is null)
            throw new InvalidOperationException($"The venue process ended with code {_process.ExitCode}.");
    }

    public string Address { get; }

    public string LogPath { get; }

    /// <summary>It reads and says nothing until <see cref="Continue"/>.</summary>
    public void Stand() => Send(SignalStop);

    public void Continue() => Send(SignalContinue);

    /// <summary>Ends it in order: its log is complete.</summary>
    public void End()
    {
        Continue();
        Send(SignalTerminate);
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    /// <summary>What the process does.</summary>
    public static bool Serve(LoadOptions options)
    {
        var server = new VenueServerOptions
        {
            Listen = options.Text("listen") ?? throw new InvalidOperationException("--listen is missing."),
            LogPath = options.Text("log") ?? throw new InvalidOperationException("--log is missing."),
            Account = LoadSetup.Account,
        };
        options.RefuseUnknown();
        using var stop = new CancellationTokenSource();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        VenueServer.RunAsync(server, stop.Token, address => Console.Out.WriteLine(address)).GetAwaiter().GetResult();
        return true;
    }

    private void Send(int signal)
    {
        if (Kill(_process.Id, signal) != 0)
            throw new InvalidOperationException($"The venue process {_process.Id} takes no signal {signal}.");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
