using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Grpc.Access;
using Engine.Grpc.Configuration;
using Engine.Grpc.Terminal;

namespace Engine.Grpc.Hosting;

/// <summary>
/// Reads the settings again when somebody asks, one time after the other:
/// <list type="number">
/// <item>Everything is read and checked; nothing is in force yet.</item>
/// <item>What came of it is journaled as one event, also a refusal.</item>
/// <item>When that is durable, tokens, certificates and log level are replaced at once: the next call and the next
/// handshake find the new ones.</item>
/// </list>
/// A crash between two and three is no matter: the next start reads the same settings.
/// </summary>
internal sealed class ReloadPump : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly SettingsReload _reload;
    private readonly EngineMode _mode;
    private readonly LiveAccess _access;
    private readonly OperatorLog _log;
    private readonly SemaphoreSlim _asked = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public ReloadPump(SettingsReload reload, EngineMode mode, LiveAccess access, OperatorLog log)
    {
        _reload = reload;
        _mode = mode;
        _access = access;
        _log = log;
    }

    /// <summary>From any thread, at any time; what comes while one waits is done with it.</summary>
    public void Ask()
    {
        if (_asked.CurrentCount == 0) _asked.Release();
    }

    /// <summary>From now on what was asked for is done.</summary>
    public void Start(TradingEngine engine, EdgeWatch edge) => _running = Task.Run(() => RunAsync(engine, edge));

    public void Dispose()
    {
        _stop.Cancel();
        _running.GetAwaiter().GetResult();
        _stop.Dispose();
        _asked.Dispose();
    }

    private async Task RunAsync(TradingEngine engine, EdgeWatch edge)
    {
        try
        {
            while (true)
            {
                await _asked.WaitAsync(_stop.Token).ConfigureAwait(false);
                await ReloadAsync(engine, edge).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The engine has stopped: whoever asked a moment ago finds his settings at the next start.
        }
        catch (Exception exception)
        {
            _log.Error($"settings are not read again in this run any more, a defect: {exception.Message}");
            throw;
        }
    }

    private async Task ReloadAsync(TradingEngine engine, EdgeWatch edge)
    {
        var change = _reload.Look(_mode, _access.Current, _log.Levels.OfSettings);
        if (change.Outcome == ReloadOutcome.Refused)
            _log.Error($"the settings were read again and refused whole, nothing has changed: {change.Text}");
        var id = engine.Control.NextRequestId();
        var records = EngineInputs.SettingsReloaded(
            id, change.Outcome, change.Changes, change.IsLevelChanged, change.Text);
        if (!engine.Control.TryNote(records))
        {
            _log.Error("the settings were read again and nothing has changed: the engine takes nothing on record now "
                + "(a backtest never does; else it is starting, stopping, or its control lane is full). Send SIGHUP "
                + "again, or restart it.");
            return;
        }
        while (engine.Board.Status is not { } status || status.Edge.LastReloadId != id)
            await Task.Delay(Poll, _stop.Token).ConfigureAwait(false);
        if (change.Outcome == ReloadOutcome.Refused) return;

        _access.Current = change.Access!;
        _log.Levels.OfSettings = change.Level;
        edge.Look(engine.Board.Status);
        _reload.Accept(change);
        _log.Inform(change.Changes == 0
            ? "the settings were read again, and none has changed"
            : $"the settings were read again, and are in force: {change.Text}");
    }
}
