using System.CommandLine;
using System.Diagnostics;
using ControlCli.Online;
using ControlCli.Output;
using Grpc.Core;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary><c>wait</c>: until the engine is in a state, or the time is over.</summary>
internal static class WaitVerb
{
    private const string Stopped = "stopped";
    private const long NsPerMs = 1_000_000;
    private const int PictureIntervalMs = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly Dictionary<string, Func<V1.EngineStatus, bool>> States = new(StringComparer.Ordinal)
    {
        ["active"] = status => status is { Phase: V1.Phase.Running, Permission: V1.Permission.Active },
        ["flat"] = status => status is { OpenPositions: 0, OpenOrders: 0, UnknownOrders: 0 },
        ["reconciled"] = status => status.IsReconciled,
        [Stopped] = status => status.Phase == V1.Phase.Stopped,
    };

    public static Command Create(CliConsole console)
    {
        var state = new Option<string>("--for")
        {
            HelpName = string.Join('|', States.Keys),
            Description = "Running with everything permitted; no positions and no open orders; reconciled; gone.",
            Required = true,
        };
        state.AcceptOnlyFromAmong([.. States.Keys]);
        var timeout = SharedOptions.Duration("--timeout", "How long at most", "60s");
        var command = new VerbCommand("wait", "Wait until the engine is in a state; ends with 5 if it is not in time.",
            "enginectl wait --for active --timeout 30s",
            "enginectl wait --for stopped --journal ./journal");
        return OnlineVerb.Complete(command, console, call => RunAsync(
                call, call.Get(state)!, TimeSpan.FromMilliseconds(call.Get(timeout) / NsPerMs)),
            [state, timeout], acceptsNobody: arguments => arguments.GetValue(state) == Stopped,
            patience: arguments => TimeSpan.FromMilliseconds(arguments.GetValue(timeout) / NsPerMs));
    }

    private static async Task<ExitCode> RunAsync(OnlineCall call, string state, TimeSpan timeout)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(call.Cancel);
        patience.CancelAfter(timeout);
        var watch = Stopwatch.StartNew();
        V1.EngineStatus? seen = null;
        try
        {
            while (true)
            {
                try
                {
                    await foreach (var status in PicturesAsync(call, patience.Token))
                        if (States[state](seen = call.Link.Check(status))) return Tell(call, state, seen);
                }
                catch (RpcException failure) when (failure.StatusCode == StatusCode.Unavailable)
                {
                    if (state == Stopped && IsGone(call.Link.Target, failure)) return Tell(call, state, seen);
                }
                await Task.Delay(Pause, patience.Token);
            }
        }
        catch (Exception failure) when (
            failure is OperationCanceledException or RpcException && patience.IsCancellationRequested
            && !call.Cancel.IsCancellationRequested)
        {
            throw seen is null
                ? new CliException(ExitCode.Unreachable,
                    $"No engine answered at {call.Link.Target.Address} ({call.Link.Target.Origin}) within "
                    + $"{watch.Elapsed.TotalSeconds:F0} s: start it, or name another.")
                : new CliException(ExitCode.TimedOut,
                    $"Not {state} after {watch.Elapsed.TotalSeconds:F0} s: {Describe(seen)}. 'status' shows why.");
        }
    }

    private static async IAsyncEnumerable<V1.EngineStatus> PicturesAsync(
        OnlineCall call, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new V1.WatchStatusRequest { IntervalMs = PictureIntervalMs };
        using var stream = call.Link.Status.WatchStatus(request, cancellationToken: cancel);
        while (await stream.ResponseStream.MoveNext(cancel)) yield return stream.ResponseStream.Current;
    }

    // Whoever wrote endpoints.json has ended; else nobody listens on this machine. Another machine may only be cut off.
    private static bool IsGone(EngineTarget target, RpcException failure) => target.ProcessId > 0
        ? !RunningEngine.IsRunning(target.ProcessId)
        : target.IsLocal && RpcFailures.IsTransport(failure);

    private static ExitCode Tell(OnlineCall call, string state, V1.EngineStatus? seen)
    {
        var report = seen is null ? new Report() : new Report().Header(call.HeaderOf(seen));
        report.Field("State", "state", Cell.Of(state).With(Paint.Good)).Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static string Describe(V1.EngineStatus status) =>
        $"{status.Phase}, {status.Permission}, {status.OpenOrders} orders, {status.UnknownOrders} unknown, "
        + $"{status.OpenPositions} positions";
}
