using System.Runtime.InteropServices;

namespace Engine.Core.Gateway;

/// <summary>One session of a calendar: when DAY orders of its instruments end.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct VenueSessionState
{
    public const int SizeInBytes = 16;

    [FieldOffset(0)] public long CloseTimeNs;
    [FieldOffset(8)] public int CalendarId;
    [FieldOffset(12)] public int Date;
}
