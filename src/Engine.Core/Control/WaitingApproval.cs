namespace Engine.Core.Control;

/// <summary>A command that waits for a second person.</summary>
/// <param name="Sequence">Of the command, by which it is approved.</param>
/// <param name="Principal">Who has given it.</param>
/// <param name="UntilNs">Engine time until which another one may.</param>
public sealed record WaitingApproval(long Sequence, string Principal, long UntilNs);
