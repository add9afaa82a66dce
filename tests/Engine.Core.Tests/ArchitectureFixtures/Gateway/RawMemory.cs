namespace Engine.Core.Tests.ArchitectureFixtures.Gateway;

public static class BadInterlocked
{
    private static int _count;

    public static int Next() => Interlocked.Increment(ref _count);
}

public static class BadVolatileField
{
    private static volatile int _stop;

    public static bool Stop() => _stop++ == 0;
}

public static unsafe class BadPointer
{
    public static byte First(byte* bytes) => *bytes;
}

public static unsafe class BadPin
{
    public static int First(int[] values)
    {
        fixed (int* first = values) return *first;
    }
}
