using System.CommandLine;
using ControlCli.Verbs;
using Engine.Core.Breakers;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary><c>breakers trip</c> and <c>breakers reset</c>.</summary>
internal static class BreakerCommands
{
    public static Command Trip(CliConsole console)
    {
        var (name, scope) = (Name(), new ScopeOptions());
        var command = new VerbCommand("trip",
            "Trip a breaker by hand, whatever it measures: its hold is in force until it is reset.",
            "enginectl breakers trip manual --reason \"exchange announces a halt\"",
            "enginectl breakers trip volatility --instrument AIG --reason \"takeover rumour\"");
        return CommandVerb.Complete(command, console,
            call => $"trip breaker {call.Arguments.GetValue(name)}, {scope.Describe(call)}",
            async (call, head) => await call.Link.Control.TripBreakerAsync(
                new V1.TripBreakerRequest
                {
                    Head = head,
                    Breaker = call.Arguments.GetValue(name),
                    Scope = scope.Of(call),
                }, cancellationToken: call.Cancel), [name, .. scope.All]);
    }

    public static Command Reset(CliConsole console)
    {
        var (name, scope) = (Name(), new ScopeOptions());
        var baseline = new Option<bool>("--baseline")
        {
            Description = "Also begin its measure anew from what it is now; without, a reset is refused while the "
                + "measure exceeds the limit.",
        };
        var command = new VerbCommand("reset",
            "Arm a tripped breaker again and release its hold, once its cool-down is over.",
            "enginectl breakers reset orderRate --reason \"loop in quoting mended\"",
            "enginectl breakers reset drawdown --baseline --reason \"loss accepted by the desk\"");
        return CommandVerb.Complete(command, console,
            call => $"reset breaker {call.Arguments.GetValue(name)}, {scope.Describe(call)}"
                + (call.Get(baseline) ? ", with a new baseline" : ""),
            async (call, head) => await call.Link.Control.ResetBreakerAsync(
                new V1.ResetBreakerRequest
                {
                    Head = head,
                    Breaker = call.Arguments.GetValue(name),
                    Scope = scope.Of(call),
                    SetBaseline = call.Get(baseline),
                }, cancellationToken: call.Cancel), [name, .. scope.All, baseline]);
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("NAME") { Description = "Breaker, as 'breakers list' shows it." };
        name.AcceptOnlyFromAmong([.. BreakerTable.All.Select(row => row.Name)]);
        return name;
    }
}
