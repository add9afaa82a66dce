using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Maintenance windows: in their lead time nothing is opened, at their start working orders that open are canceled, and
/// within them nothing leaves but cancels.
/// </summary>
internal sealed class MaintenanceFlow
{
    private readonly LogicParts _parts;
    private readonly CancelFlow _cancels;

    public MaintenanceFlow(LogicParts parts, CancelFlow cancels)
    {
        _parts = parts;
        _cancels = cancels;
    }

    public void OnWindow(GroupWriter group, in EngineEvent e)
    {
        if (!_parts.Maintenance.TryAdd(in e.Maintenance, e.TimestampNs, out var isNew))
            _parts.RefuseInput(group, (int)RiskCode.Maintenance);
        else if (isNew && e.Maintenance.LeadStartTimeNs <= e.TimestampNs) Advance(group, e.TimestampNs);
    }

    /// <summary>Before the input of that time.</summary>
    public void Advance(GroupWriter group, long nowNs)
    {
        var before = _parts.Maintenance.InForce;
        if (!_parts.Maintenance.Advance(nowNs)) return;

        ref readonly var now = ref _parts.Maintenance.InForce;
        var stage = _parts.Maintenance.Stage;
        var canceled = stage == MaintenanceStage.Closed
            ? _cancels.Mark(HoldScope.Account, 0, OrderSweep.HaltOpening)
            : 0;
        Append(group, stage == MaintenanceStage.None ? before : now, (MaintenanceStage)before.Stage, canceled);
        _cancels.GoOn(group, nowNs);
    }

    private void Append(GroupWriter group, in MaintenanceState window, MaintenanceStage before, int canceled)
    {
        ref var record = ref group.Append(EventKind.MaintenanceChanged, instrumentId: -1, strategyId: 0).Maintenance;
        record.LeadStartTimeNs = window.LeadStartNs;
        record.StartTimeNs = window.StartNs;
        record.EndTimeNs = window.EndNs;
        record.Window = window.Window;
        record.Stage = _parts.Maintenance.Stage;
        record.FromStage = before;
        record.OrdersCanceled = canceled;
    }
}
