using System.Runtime.InteropServices;

namespace Engine.Core.Tests.Sequencing;

/// <summary>A record whose every word follows from its number, so that a torn, stale or misplaced one shows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Payload
{
    public long Stamp; // The lane's.
    public long Number;
    private long _a, _b, _c, _d, _e, _last;

    public static Payload Of(long number)
    {
        var payload = default(Payload);
        payload.Fill(number);
        return payload;
    }

    /// <summary>Leaves the stamp alone.</summary>
    public void Fill(long number)
    {
        Number = number;
        _a = Mix(number, 1);
        _b = Mix(number, 2);
        _c = Mix(number, 3);
        _d = Mix(number, 4);
        _e = Mix(number, 5);
        _last = ~number;
    }

    public readonly void AssertIs(long number)
    {
        if (Number != number || !IsWhole()) Fail(number);
    }

    public readonly bool IsWhole() =>
        _a == Mix(Number, 1) && _b == Mix(Number, 2) && _c == Mix(Number, 3) && _d == Mix(Number, 4) &&
        _e == Mix(Number, 5) && _last == ~Number;

    private static long Mix(long number, long salt) => unchecked((number + salt) * (long)0x9E3779B97F4A7C15);

    private readonly void Fail(long expected) =>
        throw new InvalidDataException(
            $"Expected record {expected}, found {Number} {_a:x} {_b:x} {_c:x} {_d:x} {_e:x} {_last}.");
}
