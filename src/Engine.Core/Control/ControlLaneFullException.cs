namespace Engine.Core.Control;

/// <summary>Too many commands wait for their answers; this one was not taken.</summary>
public sealed class ControlLaneFullException(int recordsMax) : ControlException(
    $"Commands of {recordsMax} records, half of the control lane, wait for their answers; this one was not taken. Wait "
    + $"for answers, or raise {EngineLimits.KeyOf(nameof(EngineLimits.LaneSlots))}.");
