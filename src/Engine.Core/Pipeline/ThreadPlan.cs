using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// One thread of a layout: the stages that share it, in the order of a pass, how it waits, and where it runs.
/// </summary>
public sealed record ThreadPlan(IReadOnlyList<StageRole> Roles, WaitOptions Wait, int? Cpu)
{
    /// <summary>Also the thread's name: <c>journal+gateway</c>.</summary>
    public string Name => string.Join('+', Roles.Select(ThreadLayout.NameOf));

    /// <summary>A thread that only serves readers yields to the others.</summary>
    public StageThreadOptions Options =>
        new(Cpu, Roles.All(r => r == StageRole.Follower) ? ThreadPriority.BelowNormal : ThreadPriority.Normal);
}
