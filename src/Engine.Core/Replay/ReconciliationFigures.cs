using Engine.Core.Gateway;
using Engine.Core.Pipeline.Logic;

namespace Engine.Core.Replay;

/// <summary>How engine and venue compared last.</summary>
/// <param name="Findings">Differences, in the order in which they were found.</param>
public sealed record ReconciliationFigures(ReconciliationReportState Report, IReadOnlyList<FindingState> Findings)
{
    /// <summary>Reads a chain that is at rest on the caller's thread.</summary>
    public static ReconciliationFigures Of(LogicView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var findings = new FindingState[view.Findings.Count];
        for (var i = 0; i < findings.Length; i++) findings[i] = view.Findings[i];
        return new ReconciliationFigures(view.Reconciliation, findings);
    }
}
