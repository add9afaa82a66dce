using Engine.Core.MarketData;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>Runs all market-data sources on one thread, a bounded amount of work each in turn.</summary>
public sealed class SourcesStage : IStage
{
    private readonly IMarketDataSource[] _sources;
    private int _isEnabled;
    private Exception? _failure;

    public SourcesStage(IReadOnlyList<IMarketDataSource> sources) => _sources = [.. sources];

    public string Name => "source";

    /// <summary>Everything of every source is in its lane.</summary>
    public bool IsEnded => Array.TrueForAll(_sources, source => source.IsEnded);

    /// <summary>
    /// A row or a file that cannot be used; null if all is well. Market data has ended with it, and the host stops in
    /// order.
    /// </summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Sources are read: from the start of market data to its stop.</summary>
    public bool IsEnabled => Volatile.Read(ref _isEnabled) != 0;

    /// <summary>Market data flows from now on. Called by the host once the engine may subscribe.</summary>
    public void Enable() => Volatile.Write(ref _isEnabled, 1);

    /// <summary>Market data stops: the first step of a stop that closes an input.</summary>
    public void Disable() => Volatile.Write(ref _isEnabled, 0);

    public int RunOnce()
    {
        if (Volatile.Read(ref _isEnabled) == 0) return 0;

        var written = 0;
        try
        {
            foreach (var source in _sources) written += source.RunOnce();
        }
        catch (Exception exception) when (exception is BadRowException or SourceFileException)
        {
            Disable();
            Volatile.Write(ref _failure, exception); // Behind everything that was written: the host waits for that.
        }
        return written;
    }
}
