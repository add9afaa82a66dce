using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>How far the journal has taken one source, so that a restart goes on after its last journaled row.</summary>
[StructLayout(LayoutKind.Explicit, Size = 96)]
public struct LaneState
{
    /// <summary>Progress of a source that has more to say.</summary>
    public const int IsOpen = 1;

    [FieldOffset(0)] public Sha256Text FileSha256;

    /// <summary>1 once the source has been opened, 2 once it has ended.</summary>
    [FieldOffset(32)] public int Progress;

    [FieldOffset(36)] public int DefinitionCount;
    [FieldOffset(40)] public long LastRow;
    [FieldOffset(48)] public long LastEventTimeNs;
    [FieldOffset(56)] public long OptionsHash;
    [FieldOffset(64)] public long RowCount;
    [FieldOffset(72)] public long SkippedRows;
    [FieldOffset(80)] public long QuoteCount;
    [FieldOffset(88)] public long TradeCount;
}
