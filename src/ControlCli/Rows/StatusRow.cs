using ControlCli.Output;
using Engine.Core.Events;

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

    /// <summary>For how long the oldest Unknown order is so.</summary>
    public required long OldestUnknownNs { get; init; }

    public required int ForeignOrders { get; init; }

    public required long UnattributedExecutions { get; init; }

    public required int ParkedRestatements { get; init; }

    public required int OpenPositions { get; init; }

    public required int RunEpoch { get; init; }

    public required string Build { get; init; }

    /// <summary>0 from files: all that is there was read.</summary>
    public required long LagRecords { get; init; }

    /// <summary>How much the process tells; empty from files.</summary>
    public string LogLevel { get; init; } = "";

    /// <summary>Commands that wait for a second person.</summary>
    public int WaitingApprovals { get; init; }

    /// <summary>Calls that were not let in, since the journal began.</summary>
    public long DeniedCalls { get; init; }

    /// <summary>Why there is no session with the venue; empty while there is one.</summary>
    public string VenueLoss { get; init; } = "";

    public required IReadOnlyList<(string Label, string JsonName, long Count)> Counters { get; init; }

    public required IReadOnlyList<HoldRow> Holds { get; init; }

    public required IReadOnlyList<LedgerRow> Ledgers { get; init; }

    public required DaysRow Day { get; init; }

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
            .Field("Oldest unknown", "oldestUnknownNs",
                OrderRow.AgeCell(UnknownOrders > 0 ? OldestUnknownNs : FixedPoint.Absent))
            .Field("Foreign orders", "foreignOrders",
                Cell.Whole(ForeignOrders).With(ForeignOrders > 0 ? Paint.Warning : Paint.None))
            .Field("Unattributed executions", "unattributedExecutions",
                Cell.Whole(UnattributedExecutions).With(UnattributedExecutions > 0 ? Paint.Bad : Paint.None))
            .Field("Parked restatements", "parkedRestatements", Cell.Whole(ParkedRestatements))
            .Field("Open positions", "openPositions", Cell.Whole(OpenPositions));
        Day.AddTo(report).Field("Maintenance", "maintenance", Cell.Of(Day.Maintenance).With(
            Day.Maintenance.StartsWith("None:", StringComparison.Ordinal) ? Paint.None : Paint.Warning));
        report
            .Field(VenueLoss.Length > 0 ? "Venue" : "", "venueLoss", Cell.Of(VenueLoss).With(Paint.Bad))
            .Field(WaitingApprovals > 0 ? "Approvals" : "", "waitingApprovals",
                Cell.Whole(WaitingApprovals).With(Paint.Warning))
            .Field(DeniedCalls > 0 ? "Denied calls" : "", "deniedCalls", Cell.Whole(DeniedCalls))
            .Field("", "logLevel", Cell.Of(LogLevel));
        foreach (var (label, name, count) in Counters) report.Field(label, name, Cell.Whole(count));
        return report
            .Listing("ACCOUNT", "currencies", LedgerRow.Columns, Ledgers)
            .Listing("DAY", "day", DayRow.Columns, Day.Currencies)
            .Listing("HOLDS", "holds", HoldRow.Columns, Holds);
    }

    public static Cell PermissionCell(string permission) => Cell.Of(permission).With(permission switch
    {
        "Active" => Paint.Good,
        "Reducing" => Paint.Warning,
        _ => Paint.Bad,
    });
}
