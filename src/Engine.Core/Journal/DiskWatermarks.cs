namespace Engine.Core.Journal;

/// <summary>Shares of free space, in percent, below which the engine acts.</summary>
public sealed record DiskWatermarks(int WarnPercent = 15, int ReducePercent = 10, int HaltPercent = 5)
{
    public static DiskWatermarks Default { get; } = new();

    public DiskLevel Evaluate(StorageSpace space)
    {
        if (space.TotalBytes <= 0) return DiskLevel.Halt; // An unreadable device is not a healthy one.

        // Through 128 bits: sizes in bytes times 100 overflow for very large devices.
        var freePercentFloor = (long)((Int128)space.FreeBytes * 100 / space.TotalBytes);
        if (freePercentFloor < HaltPercent) return DiskLevel.Halt;
        if (freePercentFloor < ReducePercent) return DiskLevel.Reduce;
        return freePercentFloor < WarnPercent ? DiskLevel.Warn : DiskLevel.Ok;
    }
}
