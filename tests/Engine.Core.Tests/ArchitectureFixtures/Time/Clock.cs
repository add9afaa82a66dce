namespace Engine.Core.Tests.ArchitectureFixtures.Time;

public sealed class Clock
{
    public long NowNs { get; set; }
}
