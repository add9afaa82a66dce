namespace Engine.Grpc.Access;

/// <summary>
/// Credentials and certificates in force, replaced whole: whoever looks sees those of before or those of after, and
/// never some of each.
/// </summary>
internal sealed class LiveAccess(AccessOptions initial)
{
    private AccessOptions _current = initial;

    public AccessOptions Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}
