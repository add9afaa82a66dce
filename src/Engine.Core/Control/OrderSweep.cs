namespace Engine.Core.Control;

/// <summary>What a command or a hold does to the orders that work already; see <see cref="CommandTable"/>.</summary>
public enum OrderSweep
{
    /// <summary>Pause, and every hold without a policy, if <c>risk.cancelOnReducing</c>.</summary>
    Reducing,

    /// <summary>A halt as it is by default.</summary>
    HaltOpening,

    HaltAll,
    HaltKeep,

    /// <summary>A cancel of orders by scope, a flatten, and the stop modes cancel and flatten.</summary>
    Cancel,

    /// <summary>The stop modes drain and park.</summary>
    Leave,
}
