namespace Engine.Core.Tests.ArchitectureFixtures.Sequencing;

/// <summary>A lane that knows what it carries.</summary>
public sealed class BadLane
{
    public Time.Clock[] Slots { get; } = [];
}
