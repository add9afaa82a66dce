using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>The balance of one currency as a venue holds it: part of the answer to a question for positions.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct CashReportPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public AsciiText8 Currency;

    /// <summary>Money, exponent 8.</summary>
    [FieldOffset(8)] public long Balance;

    [FieldOffset(16)] public long VenueEventId;
    [FieldOffset(24)] public long VenueTimeNs;
    [FieldOffset(32)] public long QueryId;
}
