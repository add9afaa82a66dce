using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// When engine and venue are compared next, and what the last comparison came to. One entity. Times are engine time in
/// nanoseconds.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ReconciliationReportState
{
    public const int SizeInBytes = 104;

    /// <summary>When something is to be asked, whatever happens; <see cref="long.MaxValue"/> if nothing is.</summary>
    [FieldOffset(0)] public long WakeNs;

    [FieldOffset(8)] public long NextFullNs;
    [FieldOffset(16)] public long NextOrdersNs;

    /// <summary>When a difference is looked at again; <see cref="long.MaxValue"/> if none waits.</summary>
    [FieldOffset(24)] public long ConfirmNs;

    /// <summary>When the question was asked that is still open; 0 if none is.</summary>
    [FieldOffset(32)] public long AskedNs;

    /// <summary>End of the last comparison of everything; 0 if there was none.</summary>
    [FieldOffset(40)] public long CompletedNs;

    /// <summary>End of the last comparison of any kind.</summary>
    [FieldOffset(48)] public long ComparedNs;

    /// <summary>Comparisons, ever.</summary>
    [FieldOffset(56)] public long Comparisons;

    /// <summary>Corrections that operators have booked, ever.</summary>
    [FieldOffset(64)] public long Adoptions;

    /// <summary>Question of the last comparison.</summary>
    [FieldOffset(72)] public long QueryId;

    [FieldOffset(80)] public int Differences;
    [FieldOffset(84)] public int Confirmed;

    /// <summary>Instruments left out because the venue spoke of them meanwhile.</summary>
    [FieldOffset(88)] public int Skipped;

    /// <summary>Largest share of a confirmed difference.</summary>
    [FieldOffset(92)] public int WorstBasisPoints;

    /// <summary>What <see cref="ConfirmNs"/> asks for.</summary>
    [FieldOffset(96)] public QueryKind ConfirmScope;

    /// <summary>What the last comparison compared.</summary>
    [FieldOffset(97)] public QueryKind Scope;

    /// <summary>Comparisons in a row that left something to be confirmed.</summary>
    [FieldOffset(98)] public short Rounds;

    /// <summary>Confirmed differences of sign, or with nothing on one side.</summary>
    [FieldOffset(100)] public int Critical;
}
