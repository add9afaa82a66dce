namespace Engine.Core.Sequencing;

/// <summary>
/// Something that grows and wakes whoever waits for it. A publisher stores, then looks for a parked waiter, then
/// announces; <see cref="WakeSignal"/> uses the distance between the two to prove that no wake-up was ever missed.
/// </summary>
internal interface IPublication
{
    /// <summary>Last position that can be seen now.</summary>
    long LastVisible { get; }

    /// <summary>Last position whose publisher has finished looking for a parked waiter.</summary>
    long LastAnnounced { get; }
}
