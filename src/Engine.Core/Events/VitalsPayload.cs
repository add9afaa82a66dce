using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// What the engine's host has measured of the engine since it last looked: real time, which the logic cannot see.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct VitalsPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>Longest time from an input entering the process to its group being durable.</summary>
    [FieldOffset(0)] public long LatencyNsMax;

    /// <summary>Longest time that records waited for the journal.</summary>
    [FieldOffset(8)] public long JournalLagNsMax;

    /// <summary>Real time that was looked at.</summary>
    [FieldOffset(16)] public long WindowNs;
}
