using System.Runtime.InteropServices;

namespace Engine.Core.Strategies;

/// <summary>What the engine remembers of a strategy, besides its own tables.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
public struct StrategyState
{
    /// <summary>1 once the strategy has been configured under this id.</summary>
    [FieldOffset(0)] public int IsConfigured;

    /// <summary>1 after a callback has thrown: it is not called again.</summary>
    [FieldOffset(4)] public int IsDisabled;

    /// <summary>1 between start and stop.</summary>
    [FieldOffset(8)] public int IsStarted;

    /// <summary>Emissions refused because a callback had used up its budget, or no order id was free.</summary>
    [FieldOffset(12)] public int EmissionsRefused;

    [FieldOffset(16)] public long OrdersRequested;
    [FieldOffset(24)] public long OrdersDenied;
}
