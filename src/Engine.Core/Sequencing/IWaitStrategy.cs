namespace Engine.Core.Sequencing;

/// <summary>
/// How a thread passes the time until there is work: the knob between latency and processor time. A struct, so that the
/// loop around it is compiled for it and a strategy that never parks has no parking code in it.
/// </summary>
public interface IWaitStrategy
{
    /// <summary>A wait begins: the budget is whole again.</summary>
    void Reset();

    /// <summary>One step of spinning. False when the budget is used up and the caller should park.</summary>
    bool TrySpin();

    /// <summary>A batch was handled. <paramref name="foundWithoutWaiting"/>: the next one was already there.</summary>
    void AfterBatch(long events, bool foundWithoutWaiting);
}
