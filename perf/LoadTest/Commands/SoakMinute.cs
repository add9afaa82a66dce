namespace LoadTest.Commands;

/// <summary>One minute of a soak.</summary>
/// <param name="DiskBytes">Of all files of the journal's folder, as they are allocated.</param>
internal sealed record SoakMinute(
    int Number, double InputsPerSecond, double ResidentMb, double DiskBytes, int Segments, int Spares, long Recycled,
    int Gen0, int Gen1, int Gen2, double PauseMs, int Stalls, double LongestStallMs);
