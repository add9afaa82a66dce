using System.Runtime.InteropServices;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// What commands have left to do or put in force. Entity of <see cref="State.StateParts.Control"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
public struct ControlState
{
    /// <summary>Order id at which the sweep over orders that are to be canceled goes on.</summary>
    [FieldOffset(0)] public long CancelOrderId;

    /// <summary>Orders that were marked to be canceled, ever.</summary>
    [FieldOffset(8)] public long CancelsWanted;
}
