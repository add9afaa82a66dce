using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// An execution. Executions decide positions; each execution id counts once. A bust names the id of the execution that
/// it takes back, and the rest is what the venue says of it; a correction carries what the execution is from now on.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ExecutionPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public AsciiText32 ExecutionId;

    /// <summary>0 for an order this engine does not know.</summary>
    [FieldOffset(32)] public long OrderId;

    [FieldOffset(40)] public long Price;

    /// <summary>Positive, in the size exponent.</summary>
    [FieldOffset(48)] public long Quantity;

    /// <summary>In the currency of the instrument, exponent 8. Positive is paid.</summary>
    [FieldOffset(56)] public long Commission;

    [FieldOffset(64)] public long VenueTimeNs;
    [FieldOffset(72)] public long VenueEventId;
    [FieldOffset(80)] public int BrokerOrderId;
    [FieldOffset(84)] public Side Side;

    /// <summary>1 if it came as the answer to a query, not as it happened.</summary>
    [FieldOffset(85)] public byte IsQueryAnswer;

    /// <summary>
    /// How often the venue has corrected this execution: 1 with its first correction. A correction with no higher
    /// number than one that was seen is a repetition. 0: never, or the venue does not count.
    /// </summary>
    [FieldOffset(86)] public ushort CorrectionNumber;
}
