namespace Engine.Core.Loading;

/// <summary>Something a strategy assembly must not do, and where it does it.</summary>
/// <param name="Where">Type and member.</param>
/// <param name="What">What is used or declared there.</param>
/// <param name="Reason">Why that is not allowed, and what to do instead.</param>
public readonly record struct StrategyViolation(string Where, string What, string Reason)
{
    public override string ToString() => $"{Where}: {What}: {Reason}";
}
