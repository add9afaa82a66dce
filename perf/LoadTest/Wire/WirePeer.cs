using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Gateway;

namespace LoadTest.Wire;

/// <summary>
/// The other process: sends quotes when they are due, takes the time at which each order comes back, and is the venue
/// that the engine needs: it greets, has nothing to reconcile, and accepts and cancels every order. Both sockets are
/// served by one thread that never sleeps.
/// </summary>
internal sealed class WirePeer
{
    public const string Verb = "wire-peer";

    private readonly FrameSocket _venue;
    private readonly QuoteFrames _quotes;
    private readonly long _quotesMax;
    private readonly double _ticksPerQuote;
    private readonly List<long> _samples; // Event time of the quote, then nanoseconds from due to received.
    private FrameSocket? _market;
    private long _startTicks;
    private long _sent;
    private bool _isDataOver;
    private long _venueEventId;

    private WirePeer(FrameSocket venue, QuoteFrames quotes, double rate, long quotesMax)
    {
        _venue = venue;
        _quotes = quotes;
        _quotesMax = quotesMax;
        _ticksPerQuote = Stopwatch.Frequency / rate;
        _samples = new List<long>(1 << 20);
    }

    /// <summary>What the process does: says where it listens, serves one connection each, writes the samples.</summary>
    public static bool Serve(LoadOptions options)
    {
        var rate = options.Number("rate", 50_000);
        var quotesMax = options.Number("quotes", 100_000);
        var venueAddress = options.Text("venue") ?? throw new InvalidOperationException("--venue is missing.");
        var marketAddress = options.Text("market") ?? throw new InvalidOperationException("--market is missing.");
        var samples = options.Text("samples") ?? throw new InvalidOperationException("--samples is missing.");
        options.RefuseUnknown();
        using var venueListener = Listen(venueAddress);
        using var marketListener = Listen(marketAddress);
        var addresses = new[] { venueListener, marketListener }.Select(l => VenueAddress.Format(l.LocalEndPoint!));
        Console.Out.WriteLine(string.Join(' ', addresses));

        var quotes = new QuoteFrames(WireSetup.Rows(), rate);
        using var venue = new FrameSocket(venueListener.Accept());
        var peer = new WirePeer(venue, quotes, rate, quotesMax);
        peer.Run(marketListener);
        peer._market?.Dispose();
        File.WriteAllBytes(samples, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(peer._samples)).ToArray());
        return true;
    }

    private void Run(Socket marketListener)
    {
        while (!_venue.IsEnded)
        {
            if (_market is not null) SendDue();
            else if (marketListener.Poll(0, SelectMode.SelectRead)) Start(new FrameSocket(marketListener.Accept()));

            var frames = _venue.Receive();
            if (frames.IsEmpty) continue;
            var receivedTicks = Stopwatch.GetTimestamp();
            foreach (ref readonly var frame in frames) Take(in frame, receivedTicks);
            _venue.Flush();
        }
    }

    private void Start(FrameSocket market)
    {
        _market = market;
        _startTicks = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
    }

    private void SendDue()
    {
        if (_isDataOver) return;
        if (_sent == _quotesMax && _market!.IsFlushed)
        {
            _market.Dispose(); // The end of the data; orders may still come.
            _isDataOver = true;
            return;
        }
        var elapsed = Stopwatch.GetTimestamp() - _startTicks;
        var due = elapsed < 0 ? 0 : Math.Min(_quotesMax, (long)(elapsed / _ticksPerQuote) + 1);
        while (_sent < due && _market!.FreeFrames > 0) _market.Add(_quotes.Build(_sent++));
        _market!.Flush();
    }

    private void Take(in EngineEvent frame, long receivedTicks)
    {
        switch (frame.Kind)
        {
            case EventKind.EngineStarted:
                _venue.Add(ConnectionRecord.Create(
                    EventKind.VenueConnected, frame.Lifecycle.SessionEpoch, VenueReason.None, _venueEventId));
                break;
            case EventKind.ReconciliationRequested:
                Answer(in frame);
                break;
            case EventKind.OrderRequested:
                var eventTimeNs = frame.Order.SourceEventTimeNs;
                var receivedNs = (receivedTicks - _startTicks) * (1e9 / Stopwatch.Frequency);
                _samples.Add(eventTimeNs);
                _samples.Add((long)receivedNs - _quotes.DueNs(eventTimeNs));
                Report(in frame, EventKind.OrderAccepted, frame.Order.Quantity);
                Report(in frame, EventKind.OrderCanceled, leaves: 0);
                break;
        }
    }

    private void Answer(in EngineEvent question)
    {
        QueryKind[] kinds = question.Query.Query == QueryKind.None
            ? [QueryKind.OpenOrders, QueryKind.Executions, QueryKind.Positions]
            : [question.Query.Query];
        foreach (var kind in kinds)
        {
            var answer = ConnectionRecord.Create(EventKind.QueryCompleted, 0, VenueReason.None, 0);
            answer.Query = question.Query;
            answer.Query.Query = kind;
            answer.Query.RowCount = 0;
            answer.Query.VenueEventId = _venueEventId;
            answer.Query.IsComplete = 1;
            _venue.Add(in answer);
        }
    }

    private void Report(in EngineEvent order, EventKind kind, long leaves)
    {
        var report = ConnectionRecord.Create(kind, order.Order.SessionEpoch, VenueReason.None, ++_venueEventId);
        report.InstrumentId = order.InstrumentId;
        report.StrategyId = order.StrategyId;
        report.TimestampNs = order.TimestampNs;
        report.OrderReport.OrderId = order.Order.OrderId;
        report.OrderReport.VenueTimeNs = order.TimestampNs;
        report.OrderReport.Quantity = order.Order.Quantity;
        report.OrderReport.LeavesQuantity = leaves;
        report.OrderReport.LimitPrice = order.Order.LimitPrice;
        report.OrderReport.Side = order.Order.Side;
        report.OrderReport.BrokerOrderId = (int)order.Order.OrderId;
        _venue.Add(in report);
    }

    private static Socket Listen(string address)
    {
        var endPoint = VenueAddress.Parse(address);
        var socket = VenueAddress.CreateSocket(endPoint);
        socket.Bind(endPoint);
        socket.Listen(1);
        return socket;
    }
}
