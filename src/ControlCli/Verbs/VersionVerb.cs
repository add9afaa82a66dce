using System.CommandLine;
using ControlCli.Online;
using ControlCli.Output;
using Engine.Core;
using Grpc.Core;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary><c>version</c>: of enginectl, and of the engine if one answers.</summary>
internal static class VersionVerb
{
    public static Command Create(CliConsole console)
    {
        var command = new VerbCommand("version", "Show the version of enginectl, and of the engine if one answers.",
            "enginectl version", "enginectl version -o json");
        return OnlineVerb.Complete(command, console, RunAsync);
    }

    private static async Task<ExitCode> RunAsync(OnlineCall call)
    {
        var core = typeof(TradingEngine).Assembly;
        var own = $"{core.GetName().Version?.ToString(3) ?? "0"}-{core.ManifestModule.ModuleVersionId:N}"[..24];
        var report = new Report().Field("enginectl", "enginectl", Cell.Of(own));
        try
        {
            var version = await call.Link.Status.GetVersionAsync(
                new V1.GetVersionRequest(), cancellationToken: call.Cancel);
            report.Field("Engine", "engine", Cell.Of(version.Build))
                .Field("Runtime", "runtime", Cell.Of(version.Runtime))
                .Field("Mode", "mode", Cell.Of(version.Mode.ToString().ToLowerInvariant()))
                .Field("Account", "account", Cell.Of(version.Account));
        }
        catch (RpcException failure) when (RpcFailures.IsTransport(failure) && !call.Cancel.IsCancellationRequested)
        {
            report.Field("Engine", "engine", Cell.Empty with { Text = $"none answers at {call.Link.Target.Address}" });
        }
        report.Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }
}
