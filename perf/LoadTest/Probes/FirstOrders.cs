using System.Globalization;

namespace LoadTest.Probes;

/// <summary>Tick to order of the first orders of one process, and of those behind them.</summary>
internal sealed record FirstOrders(
    double FirstNs, double SlowestOfTenNs, double SlowestOfHundredNs, double LaterMedianNs, double WarmUpMs, int Orders)
{
    /// <param name="latenciesNs">In the order in which the orders left.</param>
    /// <param name="laterFrom">Orders before are not in the median.</param>
    public static FirstOrders Of(IReadOnlyList<double> latenciesNs, int laterFrom, TimeSpan? warmUp)
    {
        var later = latenciesNs.Skip(laterFrom).Order().ToArray();
        return new FirstOrders(
            latenciesNs.Count > 0 ? latenciesNs[0] : double.NaN, latenciesNs.Take(10).DefaultIfEmpty(double.NaN).Max(),
            latenciesNs.Take(100).DefaultIfEmpty(double.NaN).Max(),
            later.Length > 0 ? later[later.Length / 2] : double.NaN, warmUp?.TotalMilliseconds ?? 0,
            latenciesNs.Count);
    }

    public string ToText() => string.Create(CultureInfo.InvariantCulture,
        $"{FirstNs:R} {SlowestOfTenNs:R} {SlowestOfHundredNs:R} {LaterMedianNs:R} {WarmUpMs:R} {Orders}");

    public static FirstOrders Parse(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var numbers = words.Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return numbers.Length == 6
            ? new FirstOrders(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], (int)numbers[5])
            : throw new FormatException($"'{text}' is not what the measured process prints.");
    }
}
