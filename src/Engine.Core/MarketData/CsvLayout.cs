using System.Text;
using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>The two kinds of CSV file, told by their header line.</summary>
internal sealed class CsvLayout
{
    private static readonly CsvLayout Ticks =
        new(SourceFormat.TickCsv, "ts_ns,symbol,kind,bid_px,bid_sz,ask_px,ask_sz,last_px,last_sz");

    private static readonly CsvLayout Bars =
        new(SourceFormat.BarCsv, "ts_ns,symbol,open,high,low,close,volume");

    private CsvLayout(SourceFormat format, string header)
    {
        Format = format;
        Header = header;
        Columns = header.Split(',');
    }

    public SourceFormat Format { get; }

    public string Header { get; }

    public string[] Columns { get; }

    /// <param name="line">The first line without its line end.</param>
    public static CsvLayout Of(string path, ReadOnlySpan<byte> line)
    {
        var header = Encoding.Latin1.GetString(line.TrimEnd((byte)'\r'));
        foreach (var layout in new[] { Ticks, Bars })
            if (layout.Header == header) return layout;

        throw new BadRowException(path, 1, "(header)", header.Length > 80 ? header[..80] + "..." : header,
            "is not the header of a known format", $"the first line must be '{Ticks.Header}' or '{Bars.Header}'");
    }
}
