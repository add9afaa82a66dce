namespace Engine.Rpc.Client;

/// <summary>
/// Who may use a resource that several threads know: one at a time, and nobody after it is closed.
/// </summary>
/// <remarks>
/// How rented memory is given back exactly once, and never under somebody who is still using it:
/// 1. whoever uses the resource takes the turn first, and gives it back after;
/// 2. whoever ends the call first writes the outcome, then tries to close;
/// 3. whoever gives a turn back first gives it back, then looks at the outcome, and tries to close if there is one.
/// Both steps of 2 and of 3 are full fences, so of a user and an ender at least one sees the other; closing succeeds
/// once.
/// </remarks>
internal struct Turn
{
    private const int Free = 0;
    private const int Taken = 1;
    private const int Closed = 2;

    private int _state;

    /// <summary>A turn that its maker holds.</summary>
    public static Turn TakenAtFirst() => new() { _state = Taken };

    public readonly bool IsClosed => Volatile.Read(in _state) == Closed;

    /// <summary>False: somebody else has it, or it is closed.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Free) == Free;

    public void GiveBack() => Interlocked.Exchange(ref _state, Free);

    /// <summary>True for one caller ever, who then owns the resource: to give it back.</summary>
    public bool TryClose() => Interlocked.CompareExchange(ref _state, Closed, Free) == Free;
}
