using System.Runtime.InteropServices;
using Engine.Core;
using Engine.Core.Journal;
using Engine.Grpc.Terminal;

namespace Engine.Grpc;

/// <summary>One run of the engine in this process: signals in, report and exit code out.</summary>
internal static class EngineHost
{
    public static ExitCode Run(EngineSetup setup, RunReporter reporter)
    {
        Directory.CreateDirectory(setup.Options.JournalDirectory);
        var storage = new DiskStorage(setup.Options.JournalDirectory);
        reporter.Opening(setup);
        using var engine = TradingEngine.Open(setup, storage, reporter.Replaying);
        reporter.Opened(setup, engine);

        var signals = 0;
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnSignal(context, "SIGTERM"));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnSignal(context, "SIGINT"));
        var summary = engine.Run(reporter.Progress);
        reporter.Summary(setup, summary);
        if (summary.Shutdown.Fault is not null) return ExitCode.Halted;
        return summary.Shutdown.RemainingOrders > 0 ? ExitCode.WorkRemaining : ExitCode.Clean;

        void OnSignal(PosixSignalContext context, string name)
        {
            context.Cancel = true; // The ordered stop ends the process; a second signal of the terminal aborts it.
            if (Interlocked.Increment(ref signals) > 1 && name == "SIGINT")
            {
                engine.RunControl.Halt();
                return;
            }
            engine.RequestStop(setup.Options.StopMode, "signal", name);
        }
    }
}
