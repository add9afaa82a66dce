using System.Net.Sockets;
using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Time;
using Xunit;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>
/// Goal: what the client calls written is on the wire, whatever the venue reads. The venue here is a bare socket that
/// reads when the test says so.
/// </summary>
public sealed class VenueClientWireTests : IDisposable
{
    private const int OrdersMax = 20_000; // More than any socket keeps.

    private readonly string _folder = Directory.CreateTempSubdirectory("wire").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly VenueClientGateway _client;
    private readonly Socket _venue;
    private readonly EngineEvent[] _inputs = new EngineEvent[4];
    private readonly byte[] _read = new byte[1 << 20];
    private readonly List<EngineEvent> _frames = [];
    private int _readBytes;

    public VenueClientWireTests()
    {
        var path = Path.Combine(_folder, "s");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(1);
        _client = new VenueClientGateway(
            new VenueClientOptions { Connect = "unix:" + path, Account = "PAPER1", FirstSessionEpoch = 1 },
            new SystemClock());
        var accepting = _listener.AcceptAsync();
        PollUntil(() => accepting.IsCompletedSuccessfully);
        _venue = accepting.Result;
        PollUntil(() => ReadAll() > 0); // The hello.
        var welcome = ConnectionRecord.Create(EventKind.VenueConnected, 1, VenueReason.None, 0);
        VenueFrame.Seal(ref welcome, VenueFrame.WireSeed);
        _venue.Send(MemoryMarshal.AsBytes(new ReadOnlySpan<EngineEvent>(in welcome)));
        PollUntil(() => _client.IsConnected);
        _frames.Clear();
    }

    public void Dispose()
    {
        _client.Dispose();
        _venue.Dispose();
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void An_order_is_written_only_when_the_socket_has_it()
    {
        var written = WriteOrdersUntilBusy();
        Assert.InRange(written, 1, OrdersMax - 1);

        // Nothing is polled from here on: what arrives was on the wire. The last one may be there in part.
        ReadAll();
        Assert.InRange(Orders(), written - 1, written);
        for (var i = 0; i < 10; i++)
        {
            _client.Poll(_inputs);
            ReadAll();
        }
        Assert.Equal(written, Orders());
    }

    [Fact]
    public void An_order_and_its_terms_are_on_the_wire_together_or_not_at_all()
    {
        var pair = Termed(0, 1, Side.Buy, 1, OrderType.Stop, new OrderTermsPayload { StopPrice = 1 });
        pair[0].Order.SessionEpoch = 1;
        var written = 0;
        while (written < OrdersMax && _client.TrySend(in pair[0], in pair[1]) == GatewaySendCode.Written) written++;
        Assert.InRange(written, 1, OrdersMax - 1);
        for (var i = 0; i < 20; i++)
        {
            _client.Poll(_inputs);
            ReadAll();
        }
        Assert.Equal(written, Orders());
        var frames = _frames.Where(f => f.Kind is EventKind.OrderRequested or EventKind.OrderTerms).ToArray();
        Assert.Equal(2 * written, frames.Length);
        Assert.All(frames.Chunk(2), two => Assert.Equal(
            (EventKind.OrderRequested, EventKind.OrderTerms), (two[0].Kind, two[1].Kind)));
    }

    [Fact]
    public void Orders_overtake_market_data_where_the_venue_does_not_keep_up()
    {
        for (var i = 0; i < 2 * OrdersMax; i++)
        {
            _client.OnRecord(Quote(i, 9_990, 10_000), false);
            if (i % 64 == 0) _client.Poll(_inputs);
        }
        Assert.True(_client.DroppedMarketData > 0);
        Assert.Equal(0, WriteOrdersUntilBusy());

        _client.Poll(_inputs); // As the stage does behind every attempt.
        var onWire = ReadAll();
        const int orders = 100;
        for (var id = 1; id <= orders; id++) Assert.Equal(GatewaySendCode.Written, _client.TrySend(Order(id), default));
        _client.Poll(_inputs);
        ReadAll();
        Assert.Equal(orders, _frames.Skip(onWire).SkipWhile(f => f.Kind == EventKind.Quote)
            .TakeWhile(f => f.Kind == EventKind.OrderRequested).Count());
        Assert.InRange(_frames.Skip(onWire).TakeWhile(f => f.Kind == EventKind.Quote).Count(), 0, 1); // Was begun.

        PollUntil(() => ReadAll() > onWire + orders + 1_000); // Then the market data goes on.
    }

    private int WriteOrdersUntilBusy()
    {
        for (var id = 1; id <= OrdersMax; id++)
            if (_client.TrySend(Order(id), default) == GatewaySendCode.Busy) return id - 1;
        return OrdersMax;
    }

    private static EngineEvent Order(long id)
    {
        var order = Limit(0, id, Side.Buy, 1, 1);
        order.Order.SessionEpoch = 1;
        return order;
    }

    private int Orders() => _frames.Count(f => f.Kind == EventKind.OrderRequested);

    /// <summary>Takes what has arrived; returns the whole frames so far.</summary>
    private int ReadAll()
    {
        _venue.Blocking = false;
        while (true)
        {
            var bytes = _venue.Receive(_read.AsSpan(_readBytes), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return _frames.Count;
            Assert.Equal(SocketError.Success, error);
            Assert.NotEqual(0, bytes);
            _readBytes += bytes;
            var whole = _readBytes / VenueFrame.Bytes * VenueFrame.Bytes;
            foreach (ref readonly var frame in MemoryMarshal.Cast<byte, EngineEvent>(_read.AsSpan(0, whole)))
            {
                Assert.True(VenueFrame.IsIntact(in frame, VenueFrame.WireSeed));
                _frames.Add(frame);
            }
            _read.AsSpan(whole, _readBytes - whole).CopyTo(_read);
            _readBytes -= whole;
        }
    }

    private void PollUntil(Func<bool> condition)
    {
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                _client.Poll(_inputs);
                return condition();
            },
            TimeSpan.FromSeconds(20)));
    }
}
