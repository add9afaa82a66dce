using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>Which verb of the command table a command is.</summary>
public static class CommandVerbs
{
    /// <summary>False for a head that is no operator's command.</summary>
    public static bool TryOf(in EngineEvent head, out OperatorVerb verb)
    {
        OperatorVerb? found = head.Kind switch
        {
            EventKind.HoldCommanded =>
                head.Command.Permission == Permission.Halted ? OperatorVerb.Halt : OperatorVerb.Pause,
            EventKind.ReleaseCommanded => head.Command.TargetId != 0 ? OperatorVerb.Release : OperatorVerb.Resume,
            EventKind.CancelAllCommanded or EventKind.CancelCommanded => OperatorVerb.Cancel,
            EventKind.FlattenCommanded => OperatorVerb.Flatten,
            EventKind.OrderCommanded => OperatorVerb.Submit,
            EventKind.ReconcileCommanded => OperatorVerb.Reconcile,
            EventKind.SnapshotCommanded => OperatorVerb.Snapshot,
            EventKind.LimitsCommanded => OperatorVerb.ChangeLimits,
            EventKind.LimitsAcceptCommanded => OperatorVerb.AcceptLimits,
            EventKind.CashFlowCommanded => OperatorVerb.MoveCash,
            EventKind.OrderResolveCommanded => OperatorVerb.ResolveOrder,
            EventKind.OrderAdoptCommanded => OperatorVerb.AdoptOrder,
            EventKind.ExecutionAttributeCommanded => OperatorVerb.AttributeExecution,
            EventKind.BreakerTripCommanded => OperatorVerb.TripBreaker,
            EventKind.BreakerResetCommanded => OperatorVerb.ResetBreaker,
            EventKind.StopCommanded => OperatorVerb.Stop,
            EventKind.LogLevelCommanded => OperatorVerb.LogLevel,
            EventKind.PositionAdoptCommanded => OperatorVerb.AdoptPosition,
            EventKind.RotateCommanded => OperatorVerb.Rotate,
            EventKind.ArmCommanded => OperatorVerb.Arm,
            EventKind.DisarmCommanded => OperatorVerb.Disarm,
            EventKind.SizeFactorCommanded => OperatorVerb.SetSizeFactor,
            _ => null,
        };
        verb = found ?? default;
        return found is not null;
    }
}
