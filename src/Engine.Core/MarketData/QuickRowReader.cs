using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// Reads the rows that look as nearly all rows do: a known symbol, a time of 19 digits, unsigned decimals that fit at a
/// glance, LF. Everything else, wrong or merely unusual, it leaves to <see cref="ExactRowReader"/>: two readers,
/// because the common row must cost tens of nanoseconds and the odd one deserves a full check.
/// </summary>
internal sealed class QuickRowReader(LocalSymbols symbols, CsvLayout layout, long barIntervalNs)
{
    private const byte Comma = (byte)',';
    private const byte LineEnd = (byte)'\n';

    private readonly byte[] _symbol = new byte[AsciiText24.SizeInBytes];    // Of the row before.
    private int _symbolLength;
    private int _localId = -1;
    private int _priceExponent;
    private int _sizeExponent;

    /// <summary>
    /// Fills the event from the row at the position and moves behind it. False leaves the position where it is, and the
    /// event undefined.
    /// </summary>
    /// <param name="lastTimeNs">Time of the row before; a smaller one is left to the exact reader.</param>
    public bool TryRead(
        ReadOnlySpan<byte> block, ref int position, long lastTimeNs, long timeShiftNs, long row, ref EngineEvent input)
    {
        var at = position;
        if (!CsvNumbers.TryReadTime(block, ref at, out var timeNs) || timeNs < lastTimeNs) return false;
        if (timeNs > ExactRowReader.TimeNsMax || !TryReadSymbol(block, ref at)) return false;

        timeNs += timeShiftNs;
        input.SchemaVersion = EngineEvent.CurrentSchemaVersion;
        input.InstrumentId = _localId;
        var isRead = layout.Format == SourceFormat.TickCsv
            ? TryReadTick(block, ref at, timeNs, row, ref input)
            : TryReadBar(block, ref at, timeNs, row, ref input);
        if (isRead) position = at;
        return isRead;
    }

    private bool TryReadSymbol(ReadOnlySpan<byte> block, ref int at)
    {
        var rest = block[at..];
        if (_localId >= 0 && rest.Length > _symbolLength && rest[_symbolLength] == Comma
            && rest[.._symbolLength].SequenceEqual(_symbol.AsSpan(0, _symbolLength)))
        {
            at += _symbolLength + 1;
            return true;
        }
        var length = rest.IndexOf(Comma);
        if (length is < 1 or > AsciiText24.SizeInBytes) return false;

        var localId = symbols.Find(rest[..length]);
        if (localId < 0) return false;

        _localId = localId;
        _symbolLength = length;
        rest[..length].CopyTo(_symbol);
        _priceExponent = symbols[localId].PriceExponent;
        _sizeExponent = symbols[localId].SizeExponent;
        at += length + 1;
        return true;
    }

    private bool TryReadTick(ReadOnlySpan<byte> block, ref int at, long timeNs, long row, ref EngineEvent input)
    {
        var kind = block[at++];
        if (kind == LineEnd || block[at++] != Comma) return false;
        input.TimestampNs = timeNs;
        return kind switch
        {
            (byte)'Q' => TryReadQuote(block, ref at, timeNs, row, ref input),
            (byte)'T' => TryReadTrade(block, ref at, timeNs, row, ref input),
            _ => false,
        };
    }

    private bool TryReadQuote(ReadOnlySpan<byte> block, ref int at, long timeNs, long row, ref EngineEvent input)
    {
        if (!CsvNumbers.TryReadDecimal(block, ref at, _priceExponent, Comma, out var bidPrice)
            || !CsvNumbers.TryReadDecimal(block, ref at, _sizeExponent, Comma, out var bidSize)
            || !CsvNumbers.TryReadDecimal(block, ref at, _priceExponent, Comma, out var askPrice)
            || !CsvNumbers.TryReadDecimal(block, ref at, _sizeExponent, Comma, out var askSize)
            || block[at++] != Comma || block[at++] != LineEnd)
        {
            return false;
        }
        input.Kind = EventKind.Quote;
        input.Quote.BidPrice = bidPrice;
        input.Quote.AskPrice = askPrice;
        input.Quote.BidSize = bidSize;
        input.Quote.AskSize = askSize;
        input.Quote.EventTimeNs = timeNs;
        input.Quote.ReceiveTimeNs = timeNs;
        input.Quote.SourceRow = row;
        input.Quote.EarliestReceiveTimeNs = timeNs;
        return true;
    }

    private bool TryReadTrade(ReadOnlySpan<byte> block, ref int at, long timeNs, long row, ref EngineEvent input)
    {
        if (!block[at..].StartsWith(",,,,"u8)) return false;
        at += 4;
        if (!CsvNumbers.TryReadDecimal(block, ref at, _priceExponent, Comma, out var price)
            || !CsvNumbers.TryReadDecimal(block, ref at, _sizeExponent, LineEnd, out var size)
            || price == FixedPoint.Absent || size == FixedPoint.Absent)
        {
            return false;
        }
        input.Kind = EventKind.Trade;
        input.Trade.Price = price;
        input.Trade.Size = size;
        input.Trade.EventTimeNs = timeNs;
        input.Trade.ReceiveTimeNs = timeNs;
        input.Trade.SourceRow = row;
        return true;
    }

    private bool TryReadBar(ReadOnlySpan<byte> block, ref int at, long timeNs, long row, ref EngineEvent input)
    {
        if (!CsvNumbers.TryReadDecimal(block, ref at, _priceExponent, Comma, out var open)
            || !CsvNumbers.TryReadDecimal(block, ref at, _priceExponent, Comma, out var high)
            || !CsvNumbers.TryReadDecimal(block, ref at, _priceExponent, Comma, out var low)
            || !CsvNumbers.TryReadDecimal(block, ref at, _priceExponent, Comma, out var close)
            || !CsvNumbers.TryReadDecimal(block, ref at, _sizeExponent, LineEnd, out var volume)
            || open == FixedPoint.Absent || high == FixedPoint.Absent || low == FixedPoint.Absent
            || close == FixedPoint.Absent || volume == FixedPoint.Absent)
        {
            return false;
        }
        input.Kind = EventKind.Bar;
        input.TimestampNs = timeNs + barIntervalNs;
        input.Bar.Open = open;
        input.Bar.High = high;
        input.Bar.Low = low;
        input.Bar.Close = close;
        input.Bar.Volume = volume;
        input.Bar.StartTimeNs = timeNs;
        input.Bar.IntervalNs = barIntervalNs;
        input.Bar.EventTimeNs = timeNs + barIntervalNs;
        input.Bar.ReceiveTimeNs = timeNs + barIntervalNs;
        input.Bar.SourceRow = row;
        return true;
    }
}
