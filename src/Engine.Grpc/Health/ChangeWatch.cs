namespace Engine.Grpc.Health;

/// <summary>Since when a number has been what it is.</summary>
internal struct ChangeWatch(long nowTicks)
{
    private long _value = long.MinValue;
    private long _sinceTicks = nowTicks;

    public void Note(long value, long nowTicks)
    {
        if (value == _value) return;
        _value = value;
        _sinceTicks = nowTicks;
    }

    /// <summary>It is as it should be, whatever it is.</summary>
    public void Reset(long nowTicks) => _sinceTicks = nowTicks;

    public readonly long AgeTicks(long nowTicks) => nowTicks - _sinceTicks;
}
