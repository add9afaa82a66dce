using System.Globalization;

namespace Engine.Core.Tests.ArchitectureFixtures.Risk;

// What the determinism rules must let pass.

public readonly record struct GoodRecord(long Price, string Name);

public static class GoodLookup
{
    private static readonly Dictionary<long, int> Index = [];

    public static int Find(long id) => Index.TryGetValue(id, out var at) ? at : -1;
}

public static class GoodText
{
    public static string Write(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static int Order(string left, string right) => string.CompareOrdinal(left, right);
}

public static class GoodMath
{
    public static Int128 Product(long left, long right) => (Int128)Math.Max(left, right) * Math.Abs(right);
}
