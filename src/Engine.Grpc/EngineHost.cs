using System.Runtime.InteropServices;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Replay;
using Engine.Grpc.Configuration;
using Engine.Grpc.Health;
using Engine.Grpc.Hosting;
using Engine.Grpc.Metrics;
using Engine.Grpc.Systemd;
using Engine.Grpc.Terminal;

namespace Engine.Grpc;

/// <summary>One run of the engine in this process: signals in, report and exit code out.</summary>
internal static class EngineHost
{
    /// <exception cref="ConfigException">A port, the folder of the journal or a file of the data cannot be
    /// used.</exception>
    public static ExitCode Run(
        EngineSetup setup, HostingOptions hosting, RunReporter reporter, LogLevels levels, SettingsReload settings)
    {
        var log = new OperatorLog(reporter.Trouble, levels);
        RefuseUnreadableFiles(setup.Options);
        using var socket = NotifySocket.Open(hosting.Systemd.NotifyAddress, reporter.Trouble);
        var notifier = socket is null ? null : hosting.Systemd.NotifierFor(setup.Options, socket);
        using var server = ControlServer.Bind(hosting.Control);
        using var reload = new ReloadPump(settings, setup.Options.Mode, server.Access, log);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangUp);
        CreateFolder(setup.Options.JournalDirectory);
        var storage = new DiskStorage(setup.Options.JournalDirectory);
        reporter.Opening(setup);
        using var engine = TradingEngine.Open(setup, storage, OnReplaying);

        var interrupts = 0;
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        reporter.Opened(engine);
        using var health = new HealthMonitor(engine.Vitals, hosting.Health, setup.Options.Pace, OnLook);
        health.Start();
        using var metrics = new MetricsExport(
            new MetricSources(engine, setup, health.Report, server.Calls), hosting.Metrics, log);
        var edge = new EdgeWatch(log, engine.Recovery.LastSequence);
        server.Start(engine, setup, Map, log, edge, () => health.Report().IsReady);
        using var endpoints = EndpointsFile.Write(setup.Options, server); // Who finds it finds somebody there.
        reporter.Serving(server.GrpcEndPoint, server.HttpEndPoint);
        reload.Start(engine, edge);
        if (engine.WarmUp() is { } warm) reporter.Warm(warm);
        var summary = engine.Run(OnProgress);
        var exit = ExitCodeOf(engine, summary);
        notifier?.Stopped(exit);
        engine.ShutdownBoard.Complete((int)exit, Remaining(summary));
        server.Stop(); // Last of the stop, so that operators see its end.
        reporter.Summary(setup, summary, exit);
        return exit;

        void OnHangUp(PosixSignalContext context)
        {
            context.Cancel = true;
            reload.Ask();
        }

        void OnProgress(EngineProgress progress)
        {
            edge.Look(progress.Status);
            reporter.Progress(progress);
        }

        void OnReplaying(long sequence)
        {
            reporter.Replaying(sequence);
            notifier?.Recovering(sequence);
        }

        void OnLook(HealthMonitor monitor)
        {
            if (notifier is null) return;
            var (vitals, logic) = monitor.Beat();
            notifier.Look(vitals, logic, monitor.Report);
        }

        void Map(IEndpointRouteBuilder routes)
        {
            VersionEndpoint.Map(routes);
            new HealthEndpoints(health).Map(routes);
            metrics.Map(routes);
        }

        // The ordered stop ends the process, not the signal; a second SIGINT is an abort.
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            if (context.Signal == PosixSignal.SIGINT && Interlocked.Increment(ref interrupts) > 1)
            {
                reporter.Aborting();
                engine.RunControl.Halt();
                return;
            }
            if (IsParkRefused(setup.Options, engine.Board.Status))
            {
                reporter.ParkRefused(context.Signal);
                return;
            }
            reporter.Stopping(context.Signal, setup.Options.StopMode);
            notifier?.Stopping();
            engine.RequestStop(setup.Options.StopMode, "signal", context.Signal.ToString());
        }
    }

    // A stopped engine guards nothing. The picture may be a moment old; who must be sure commands the stop, which the
    // logic judges.
    private static bool IsParkRefused(EngineOptions options, EngineStatus? status) =>
        options.StopMode == StopMode.Park && !options.StopAcceptsHeldProtection
        && status is { IsProtectionHeld: true, Phase: not (EnginePhase.Stopping or EnginePhase.Stopped) };

    private static ExitCode ExitCodeOf(TradingEngine engine, EngineSummary summary)
    {
        if (summary.Shutdown.Fault is not null || engine.RunControl.IsHalted) return ExitCode.Halted;
        return summary.Shutdown.HasWorkRemaining ? ExitCode.WorkRemaining : ExitCode.Clean;
    }

    private static string Remaining(EngineSummary summary) => string.Join("; ",
        summary.Shutdown.Steps.Where(step => !step.IsDone).Select(step => step.Detail).Distinct());

    // Before the journal is touched: a misspelt path must not leave a folder behind.
    private static void RefuseUnreadableFiles(EngineOptions options)
    {
        for (var i = 0; i < options.DataFiles.Count; i++)
            RefuseUnreadable($"data.files.{i}", options.DataFiles[i]);
        if (options.CalendarFile.Length > 0) RefuseUnreadable("calendar.file", options.CalendarFile);
    }

    private static void RefuseUnreadable(string key, string path)
    {
        try
        {
            File.OpenHandle(path).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw ConfigException.Invalid(key, path,
                $"the file cannot be opened ({exception.Message.TrimEnd('.')}); give one that exists and may be read");
        }
    }

    private static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw ConfigException.Invalid("journal.directory", path,
                $"the folder cannot be made ({exception.Message.TrimEnd('.')}); give one that can be written");
        }
    }
}
