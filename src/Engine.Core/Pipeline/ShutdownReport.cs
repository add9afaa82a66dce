using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>How a run ended.</summary>
/// <param name="RemainingOrders">Orders that were still working when the engine stopped.</param>
/// <param name="Fault">What halted the engine, or made it stop by itself; null if it was asked to.</param>
public sealed record ShutdownReport(
    StopRequest Request, IReadOnlyList<ShutdownStep> Steps, int RemainingOrders, PipelineFault? Fault)
{
    /// <summary>Positions that a stop with flatten could not close; -1 if it did not come to its end.</summary>
    public int RemainingPositions { get; init; }

    /// <summary>Something is left at the venue that the stop was to end.</summary>
    public bool HasWorkRemaining => RemainingOrders > 0 || RemainingPositions != 0;

    /// <summary>Every step came to its end; otherwise the journal may be unsealed, or orders still work.</summary>
    public bool IsClean => Fault is null && RemainingOrders == 0 && Steps.All(step => step.IsDone);
}
