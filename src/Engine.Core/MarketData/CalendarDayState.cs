using System.Runtime.InteropServices;

namespace Engine.Core.MarketData;

/// <summary>One session of one calendar.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct CalendarDayState
{
    public const int SizeInBytes = 32;

    [FieldOffset(0)] public long OpenTimeNs;

    /// <summary>First nanosecond after the session.</summary>
    [FieldOffset(8)] public long CloseTimeNs;

    /// <summary>Above 0 for every session; calendar 0 has none and is always open.</summary>
    [FieldOffset(16)] public int CalendarId;

    /// <summary>yyyymmdd in the zone of the exchange.</summary>
    [FieldOffset(20)] public int Date;

    [FieldOffset(24)] public long IsEarlyClose;
}
