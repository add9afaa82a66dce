namespace Engine.Core.Tests.ArchitectureFixtures.Events;

public sealed class BadEvent
{
    public List<Time.Clock> Clocks { get; } = [];
}
