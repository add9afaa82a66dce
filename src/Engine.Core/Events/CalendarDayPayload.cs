using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>One session of a calendar, resolved to UTC at the edge.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct CalendarDayPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public int CalendarId;

    /// <summary>yyyymmdd in the zone of the exchange.</summary>
    [FieldOffset(4)] public int Date;

    [FieldOffset(8)] public long OpenTimeNs;
    [FieldOffset(16)] public long CloseTimeNs;
    [FieldOffset(24)] public byte IsEarlyClose;
}
