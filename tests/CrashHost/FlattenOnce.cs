using Engine.Core;
using Engine.Core.Control;
using Engine.Core.Events;

namespace CrashHost;

/// <summary>Commands a flatten once the engine has traded, and dies at the latest when that has ended.</summary>
internal sealed class FlattenOnce(TradingEngine engine, CrashSwitch crash)
{
    private const int ExecutionsMin = 30;

    private Task<CommandAnswer>? _answer;

    public void Look()
    {
        if (engine.Board.Status is not { } status) return;
        if (_answer is null && status.Phase == EnginePhase.Running && status.OpenPositions > 0
            && status.Counters.ExecutionCount >= ExecutionsMin)
        {
            crash.BeginFlatten();
            var issuer = new CommandIssuer("crash", OperatorRole.Operator, "crash host", "flatten", "flatten-1");
            _answer = engine.Control.SubmitAsync(OperatorCommand.Flatten(issuer));
            _answer.ContinueWith(_ => crash.FlattenIsDurable(), TaskScheduler.Default);
        }
        if (_answer is { IsCompletedSuccessfully: true } && status is { OpenOrders: 0, OpenPositions: 0 })
            crash.Die("the flatten has ended before the point was reached");
    }
}
