using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Replay;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>The report of the last comparison with the venue, as callers get it.</summary>
internal static class ReconciliationReports
{
    public static Wire.ReconciliationReport Of(EngineStatus status, InstrumentNames instruments)
    {
        var reply = new Wire.ReconciliationReport { Sequence = status.Sequence };
        if (status.Reconciliation is not { } figures) return reply;

        var report = figures.Report;
        reply.Comparisons = report.Comparisons;
        reply.Adoptions = report.Adoptions;
        if (report.ComparedNs != 0) reply.ComparedTimeNs = report.ComparedNs;
        if (report.CompletedNs != 0) reply.CompletedTimeNs = report.CompletedNs;
        if (report.WakeNs is not (0 or long.MaxValue)) reply.NextTimeNs = report.WakeNs;
        reply.IsOrdersOnly = report.Scope == QueryKind.OpenOrders;
        reply.SkippedInstruments = report.Skipped;
        reply.Confirmed = report.Confirmed;
        reply.Critical = report.Critical;
        reply.WorstBasisPoints = report.WorstBasisPoints;
        reply.Differences.AddRange(figures.Findings.Select(finding => Of(finding, instruments)));
        return reply;
    }

    private static Wire.ReconciliationDifference Of(FindingState finding, InstrumentNames instruments)
    {
        var isKnown = finding.InstrumentId >= 0 && finding.InstrumentId < instruments.Count;
        var exponent = finding.ExponentOf(isKnown ? instruments.Definition(finding.InstrumentId).SizeExponent : 0);
        var line = new Wire.ReconciliationDifference
        {
            Kind = finding.Kind.ToString(),
            Instrument = isKnown ? instruments.SymbolOf(finding.InstrumentId) : "",
            Engine = WireValues.Of(finding.Engine, exponent),
            Venue = WireValues.Of(finding.Venue, exponent),
            BasisPoints = finding.BasisPoints,
            IsCritical = finding.Difference.IsCritical,
            Confirmations = finding.Confirmations,
            FirstSeenTimeNs = finding.FirstSeenNs,
            Correction = finding.Difference.Correction.ToString(),
        };
        if (finding.OrderId is { } orderId) line.OrderId = orderId;
        return line;
    }
}
