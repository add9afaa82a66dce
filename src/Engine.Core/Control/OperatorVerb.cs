namespace Engine.Core.Control;

/// <summary>What an operator can ask for; the columns of <see cref="CommandTable"/>.</summary>
public enum OperatorVerb
{
    Pause,
    Resume,
    Halt,
    Release,
    Cancel,
    Flatten,
    Submit,
    Reconcile,
    Snapshot,
    ChangeLimits,
    AcceptLimits,
    TripBreaker,
    ResetBreaker,
    Stop,
    MoveCash,
    LogLevel,
    AdoptPosition,
    Rotate,
    ResolveOrder,
    AdoptOrder,
    AttributeExecution,
    Arm,
    Disarm,
    SetSizeFactor,
}
