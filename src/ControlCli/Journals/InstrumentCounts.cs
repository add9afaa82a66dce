namespace ControlCli.Journals;

/// <summary>What happened in one instrument.</summary>
internal sealed class InstrumentCounts
{
    public required int InstrumentId { get; init; }

    public long Quotes { get; set; }

    public long Trades { get; set; }

    /// <summary>Sum of the trade sizes, in the size exponent.</summary>
    public long Volume { get; set; }

    public long Bars { get; set; }

    public long Orders { get; set; }

    public long Denied { get; set; }

    public long Executions { get; set; }
}
