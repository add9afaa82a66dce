using System.Globalization;
using System.Text;
using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// Reads any valid row and says exactly what is wrong with one that is not. CR LF is accepted as line end; a value
/// finer
/// than its exponent is refused, never rounded, but zeros at the end do not count as finer.
/// </summary>
internal sealed class ExactRowReader(
    string path, LocalSymbols symbols, InstrumentCatalog catalog, CsvLayout layout, long barIntervalNs)
{
    /// <summary>In 2116; leaves room for intervals and repetitions.</summary>
    public const long TimeNsMax = 1L << 62;

    private readonly Range[] _fields = new Range[layout.Columns.Length];
    private long _lineNumber;

    /// <param name="line">Without LF.</param>
    /// <param name="newSymbol">The definition of a symbol that is not among the known ones; the caller adds it.</param>
    /// <exception cref="BadRowException">The row cannot be taken.</exception>
    public EngineEvent Read(
        ReadOnlySpan<byte> line, long lineNumber, long lastTimeNs, long timeShiftNs, long row,
        out InstrumentPayload? newSymbol)
    {
        _lineNumber = lineNumber;
        if (line.EndsWith("\r"u8)) line = line[..^1];
        SplitColumns(line);
        var timeNs = ReadTime(line, lastTimeNs) + timeShiftNs;
        var definition = ReadSymbol(line, out var isNew);
        newSymbol = isNew ? definition : null;

        var input = layout.Format == SourceFormat.TickCsv
            ? ReadTick(line, in definition, timeNs, row)
            : ReadBar(line, in definition, timeNs, row);
        input.SchemaVersion = EngineEvent.CurrentSchemaVersion;
        input.InstrumentId = isNew ? symbols.Count : definition.LocalId;
        return input;
    }

    private void SplitColumns(ReadOnlySpan<byte> line)
    {
        var count = line.Count((byte)',') + 1;
        if (count != _fields.Length)
        {
            throw Bad("(row)", line, $"has {count} columns",
                $"give the {_fields.Length} columns {layout.Header}");
        }
        var start = 0;
        for (var i = 0; i < _fields.Length; i++)
        {
            var length = line[start..].IndexOf((byte)',');
            var end = length < 0 ? line.Length : start + length;
            _fields[i] = start..end;
            start = end + 1;
        }
    }

    private long ReadTime(ReadOnlySpan<byte> line, long lastTimeNs)
    {
        if (!CsvNumbers.TryParse(line[_fields[0]], 0, out var timeNs) || timeNs < 0 || timeNs > TimeNsMax)
            throw Bad(0, line, "is not a time",
                "give nanoseconds since 1970-01-01T00:00:00Z, at most in the year 2116");
        if (timeNs < lastTimeNs)
            throw Bad(0, line, $"lies before the row above ({lastTimeNs})", "sort the file by ts_ns");
        return timeNs;
    }

    private InstrumentPayload ReadSymbol(ReadOnlySpan<byte> line, out bool isNew)
    {
        var symbol = line[_fields[1]];
        isNew = false;
        var localId = symbols.Find(symbol);
        if (localId >= 0) return symbols[localId];

        if (symbol.Length is 0 or > AsciiText24.SizeInBytes || symbol.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            throw Bad(1, line, "is not a symbol",
                $"give 1 to {AsciiText24.SizeInBytes} ASCII characters without spaces");
        if (symbols.IsFull)
        {
            throw new SourceFileException(path, $"has more than {symbols.Count} symbols",
                "raise limits.InstrumentsPerLaneMax and limits.InstrumentsMax, or split the file");
        }
        isNew = true;
        return catalog.Define(Encoding.ASCII.GetString(symbol));
    }

    private EngineEvent ReadTick(ReadOnlySpan<byte> line, in InstrumentPayload definition, long timeNs, long row)
    {
        var kind = line[_fields[2]];
        if (kind.SequenceEqual("Q"u8)) return ReadQuote(line, in definition, timeNs, row);
        if (kind.SequenceEqual("T"u8)) return ReadTrade(line, in definition, timeNs, row);
        throw Bad(2, line, "is not a kind", "give Q for a quote or T for a trade");
    }

    private EngineEvent ReadQuote(ReadOnlySpan<byte> line, in InstrumentPayload definition, long timeNs, long row)
    {
        MustBeEmpty(7, line, "a quote");
        MustBeEmpty(8, line, "a quote");
        return new EngineEvent
        {
            Kind = EventKind.Quote,
            TimestampNs = timeNs,
            Quote = new QuotePayload
            {
                BidPrice = ReadPrice(3, line, in definition, isOptional: true),
                BidSize = ReadSize(4, line, in definition, isOptional: true),
                AskPrice = ReadPrice(5, line, in definition, isOptional: true),
                AskSize = ReadSize(6, line, in definition, isOptional: true),
                EventTimeNs = timeNs,
                ReceiveTimeNs = timeNs,
                SourceRow = row,
                EarliestReceiveTimeNs = timeNs,
            },
        };
    }

    private EngineEvent ReadTrade(ReadOnlySpan<byte> line, in InstrumentPayload definition, long timeNs, long row)
    {
        for (var column = 3; column <= 6; column++) MustBeEmpty(column, line, "a trade");
        return new EngineEvent
        {
            Kind = EventKind.Trade,
            TimestampNs = timeNs,
            Trade = new TradePayload
            {
                Price = ReadPrice(7, line, in definition, isOptional: false),
                Size = ReadSize(8, line, in definition, isOptional: false),
                EventTimeNs = timeNs,
                ReceiveTimeNs = timeNs,
                SourceRow = row,
            },
        };
    }

    private EngineEvent ReadBar(ReadOnlySpan<byte> line, in InstrumentPayload definition, long timeNs, long row) =>
        new()
        {
            Kind = EventKind.Bar,
            TimestampNs = timeNs + barIntervalNs,
            Bar = new BarPayload
            {
                Open = ReadPrice(2, line, in definition, isOptional: false),
                High = ReadPrice(3, line, in definition, isOptional: false),
                Low = ReadPrice(4, line, in definition, isOptional: false),
                Close = ReadPrice(5, line, in definition, isOptional: false),
                Volume = ReadSize(6, line, in definition, isOptional: false),
                StartTimeNs = timeNs,
                IntervalNs = barIntervalNs,
                EventTimeNs = timeNs + barIntervalNs,
                ReceiveTimeNs = timeNs + barIntervalNs,
                SourceRow = row,
            },
        };

    private long ReadPrice(int column, ReadOnlySpan<byte> line, in InstrumentPayload definition, bool isOptional) =>
        ReadValue(column, line, definition.PriceExponent, definition.Symbol.ToString(), "priceExponent", isOptional);

    private long ReadSize(int column, ReadOnlySpan<byte> line, in InstrumentPayload definition, bool isOptional)
    {
        var symbol = definition.Symbol.ToString();
        var size = ReadValue(column, line, definition.SizeExponent, symbol, "sizeExponent", isOptional);
        if (size < 0 && size != FixedPoint.Absent) throw Bad(column, line, "is negative", "give a size of 0 or more");
        return size;
    }

    private long ReadValue(
        int column, ReadOnlySpan<byte> line, int exponent, string symbol, string setting, bool isOptional)
    {
        var field = line[_fields[column]];
        if (field.IsEmpty)
            return isOptional ? FixedPoint.Absent : throw Bad(column, line, "is empty", "give a value");
        if (CsvNumbers.TryParse(field, exponent, out var value)) return value;

        var decimals = DecimalsOf(field);
        if (decimals < 0)
            throw Bad(column, line, "is not a plain decimal", "write digits with at most one point, such as 12.34");
        if (decimals > exponent)
        {
            throw Bad(column, line, $"is finer than {exponent} decimal places", decimals <= FixedPoint.ExponentMax
                ? $"set instruments.{symbol}.{setting} to {decimals}"
                : $"round it to at most {FixedPoint.ExponentMax} decimal places");
        }
        throw Bad(column, line, $"is too large with {exponent} decimal places",
            $"lower instruments.{symbol}.{setting}");
    }

    /// <summary>Decimal places without zeros at the end; -1 if it is no decimal at all.</summary>
    private static int DecimalsOf(ReadOnlySpan<byte> field)
    {
        if (field[0] == '-') field = field[1..];
        var point = field.IndexOf((byte)'.');
        var whole = point < 0 ? field : field[..point];
        var fraction = point < 0 ? default : field[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty)) return -1;
        if (whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return -1;
        return fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? -1 : fraction.TrimEnd((byte)'0').Length;
    }

    private void MustBeEmpty(int column, ReadOnlySpan<byte> line, string what)
    {
        if (!line[_fields[column]].IsEmpty)
            throw Bad(column, line, $"stands in the row of {what}", "leave the column empty");
    }

    private BadRowException Bad(int column, ReadOnlySpan<byte> line, string problem, string remedy) =>
        Bad(string.Create(CultureInfo.InvariantCulture, $"{column + 1} ({layout.Columns[column]})"),
            line[_fields[column]], problem, remedy);

    private BadRowException Bad(string column, ReadOnlySpan<byte> value, string problem, string remedy)
    {
        var text = Encoding.Latin1.GetString(value.Length > 80 ? value[..80] : value);
        return new BadRowException(path, _lineNumber, column, text, problem, remedy);
    }
}
