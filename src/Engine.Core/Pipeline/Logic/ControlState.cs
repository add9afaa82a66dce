using System.Runtime.InteropServices;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// What commands have left to do or put in force. Entity of <see cref="State.StateParts.Control"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
public struct ControlState
{
    /// <summary>Order id at which the sweep over orders that are to be canceled goes on.</summary>
    [FieldOffset(0)] public long CancelOrderId;

    /// <summary>Orders that were marked to be canceled, ever.</summary>
    [FieldOffset(8)] public long CancelsWanted;

    [FieldOffset(16)] public FlattenStep FlattenStep;

    /// <summary>Instrument of the flatten; -1 for the account.</summary>
    [FieldOffset(20)] public int FlattenInstrumentId;

    /// <summary>The question whose answer ends it.</summary>
    [FieldOffset(24)] public long FlattenQueryId;

    [FieldOffset(32)] public long FlattenStartedNs;

    /// <summary>Engine time at which it has to look again, whatever happens.</summary>
    [FieldOffset(40)] public long FlattenWakeNs;

    /// <summary>Flattens that came to their end, ever.</summary>
    [FieldOffset(48)] public long FlattensCompleted;

    /// <summary>Positions and orders that the last one could not end.</summary>
    [FieldOffset(56)] public long FlattenRemaining;

    /// <summary>Instrument at which a pass goes on that did not fit its group.</summary>
    [FieldOffset(64)] public long FlattenCursor;
}
