using System.Runtime.InteropServices;

namespace Engine.Core.Gateway;

/// <summary>One session of a calendar: when its instruments trade, and when DAY orders end.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct VenueSessionState
{
    public const int SizeInBytes = 24;

    [FieldOffset(0)] public long CloseTimeNs;
    [FieldOffset(8)] public int CalendarId;
    [FieldOffset(12)] public int Date;
    [FieldOffset(16)] public long OpenTimeNs;
}
