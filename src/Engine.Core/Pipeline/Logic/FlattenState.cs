using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// How far the closing of one position is. Entity of <see cref="State.StateParts.Flatten"/>, by instrument, layout
/// version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
public struct FlattenState
{
    /// <summary>0 not in scope, 1 to be closed, 2 ended.</summary>
    [FieldOffset(0)] public int Step;

    [FieldOffset(4)] public int Attempts;

    /// <summary>Times that a working order was waited for in vain.</summary>
    [FieldOffset(8)] public int Blocks;

    [FieldOffset(12)] public FlattenCode Code;
    [FieldOffset(16)] public RiskCode Refusal;
    [FieldOffset(20)] public int WasHeld;

    /// <summary>Engine time of the next closing order, if one is needed.</summary>
    [FieldOffset(24)] public long NextCloseNs;

    /// <summary>Engine time at which working orders are canceled once more.</summary>
    [FieldOffset(32)] public long NextCancelNs;

    [FieldOffset(40)] public long OrderId;
}
