using ControlCli.Output;

namespace ControlCli.Rows;

/// <summary>The picture that <c>status</c> shows, from files or from a running engine.</summary>
internal sealed record StatusRow
{
    public required long Sequence { get; init; }

    public required long TimeNs { get; init; }

    public required string Phase { get; init; }

    public required string Permission { get; init; }

    /// <summary>NotRequired, Disarmed or Armed.</summary>
    public required string Arming { get; init; }

    public required bool IsReconciled { get; init; }

    public required int OpenOrders { get; init; }

    public required int UnknownOrders { get; init; }

    public required int OpenPositions { get; init; }

    public required int RunEpoch { get; init; }

    public required string Build { get; init; }

    /// <summary>0 from files: all that is there was read.</summary>
    public required long LagRecords { get; init; }

    public required IReadOnlyList<(string Label, string JsonName, long Count)> Counters { get; init; }

    public required IReadOnlyList<HoldRow> Holds { get; init; }

    public required IReadOnlyList<LedgerRow> Ledgers { get; init; }

    public Report AddTo(Report report)
    {
        report
            .Field("Phase", "phase", Cell.Of(Phase).With(Phase == "Running" ? Paint.Good : Paint.Warning))
            .Field("Permission", "permission", PermissionCell(Permission))
            .Field("Arming", "arming", Cell.Of(Arming).With(Arming == "Disarmed" ? Paint.Bad : Paint.None))
            .Field("Reconciled", "isReconciled", Cell.Of(IsReconciled))
            .Field("Sequence", "sequence", Cell.Whole(Sequence))
            .Field("Time", "time", Cell.Time(TimeNs))
            .Field("Run", "runEpoch", Cell.Whole(RunEpoch))
            .Field("Build", "build", Cell.Of(Build))
            .Field("Lag", "lagRecords", Cell.Whole(LagRecords))
            .Field("Open orders", "openOrders", Cell.Whole(OpenOrders))
            .Field("Unknown orders", "unknownOrders",
                Cell.Whole(UnknownOrders).With(UnknownOrders > 0 ? Paint.Bad : Paint.None))
            .Field("Open positions", "openPositions", Cell.Whole(OpenPositions));
        foreach (var (label, name, count) in Counters) report.Field(label, name, Cell.Whole(count));
        return report
            .Listing("ACCOUNT", "currencies", LedgerRow.Columns, Ledgers)
            .Listing("HOLDS", "holds", HoldRow.Columns, Holds);
    }

    public static Cell PermissionCell(string permission) => Cell.Of(permission).With(permission switch
    {
        "Active" => Paint.Good,
        "Reducing" => Paint.Warning,
        _ => Paint.Bad,
    });
}
