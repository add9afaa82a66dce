namespace Engine.Core.MarketData;

/// <summary>Which file a <see cref="CsvSource"/> reads, and how.</summary>
public sealed record CsvSourceOptions
{
    public required string Path { get; init; }

    /// <summary>Count and report malformed rows instead of failing at the first one.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>
    /// Length of the bars in a bar file; 0 takes the smallest distance between two bars of one symbol in the first
    /// block
    /// of the file. Set it for files whose first bars are wider apart, or closer together, than they are long.
    /// </summary>
    public long BarIntervalNs { get; init; }

    /// <summary>
    /// How often the file is read, one time after the other. More than once makes long runs from short files.
    /// </summary>
    public int RepeatCount { get; init; } = 1;

    /// <summary>By how much the times of each repetition lie after those of the one before.</summary>
    public long RepeatPeriodNs { get; init; } = 86_400_000_000_000;

    /// <summary>Symbols that one file may have: limits.InstrumentsPerLaneMax.</summary>
    public int SymbolsMax { get; init; } = EngineLimits.Default.InstrumentsPerLaneMax;

    /// <summary>Bytes of text decompressed at a time; also the longest line.</summary>
    public int BlockBytes { get; init; } = 262_144;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Path);
        ArgumentOutOfRangeException.ThrowIfNegative(BarIntervalNs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RepeatCount);
        ArgumentOutOfRangeException.ThrowIfNegative(RepeatPeriodNs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SymbolsMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockBytes, 512);
    }
}
