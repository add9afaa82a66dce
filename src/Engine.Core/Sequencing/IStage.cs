namespace Engine.Core.Sequencing;

/// <summary>
/// An active object: does a bounded amount of work and says how much. It never waits, neither for input nor for space
/// downstream: several stages may share one thread, and the one that would make the space may be the next in the loop.
/// </summary>
public interface IStage
{
    string Name { get; }

    /// <summary>Work done, 0 for none: then the thread may wait. Called by one thread at a time.</summary>
    int RunOnce();

    /// <summary>
    /// False while the stage holds work that it could not finish, because there is no space downstream or an outcome is
    /// outstanding. A drain ends only when every stage of the thread says true after a pass without work.
    /// </summary>
    bool IsDrained => true;
}
