using System.Runtime.InteropServices;

namespace Engine.Core.Gateway;

/// <summary>How far a reconciliation has come. One entity.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct ReconciliationState
{
    public const int SizeInBytes = 56;

    /// <summary>0 = none begun.</summary>
    [FieldOffset(0)] public long QueryId;

    /// <summary>Venue event that the position answer stands at.</summary>
    [FieldOffset(8)] public long PositionsEventId;

    /// <summary>Venue event that the open-order answer stands at.</summary>
    [FieldOffset(16)] public long OrdersEventId;

    [FieldOffset(24)] public int OrderCount;
    [FieldOffset(28)] public int PositionCount;

    /// <summary>One bit per <see cref="Events.QueryKind"/> whose answer is whole.</summary>
    [FieldOffset(32)] public int Complete;

    /// <summary>One bit per kind whose answer ended with something missing.</summary>
    [FieldOffset(36)] public int Partial;

    /// <summary>1 if more was reported than there is room for.</summary>
    [FieldOffset(40)] public int IsOverfull;

    [FieldOffset(44)] public int ExecutionCount;

    /// <summary>What was asked for: a <see cref="Events.QueryKind"/>, 0 for everything.</summary>
    [FieldOffset(48)] public int Scope;

    [FieldOffset(52)] public int BalanceCount;
}
