using Engine.Core.Config;
using Engine.Grpc.Systemd;
using Xunit;

namespace Engine.Grpc.Tests.Systemd;

public sealed class NotifySocketTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_arrives_whole_at_a_path_and_at_an_abstract_name(bool isAbstract)
    {
        using var listener = new NotifyListener(isAbstract ? $"@engine-{Guid.NewGuid():N}" : _folder.Of("notify"));
        using var socket = NotifySocket.Open(listener.Address, Assert.Fail);
        socket!.Send("READY=1\nSTATUS=läuft");
        Assert.Equal("läuft", await listener.HearsAsync("STATUS="));
        Assert.Equal(["READY=1", "STATUS=läuft"], listener.Lines);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_the_variable_nobody_listens(string? address) =>
        Assert.Null(NotifySocket.Open(address, Assert.Fail));

    [Theory]
    [InlineData("vsock:2:9")]
    [InlineData("notify")]
    public void What_is_no_unix_socket_is_refused(string address) => Assert.Contains(
        $"'NOTIFY_SOCKET' is '{address}'",
        Assert.Throws<ConfigException>(() => NotifySocket.Open(address, Assert.Fail)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_name_that_no_socket_can_have_is_refused() =>
        Assert.Throws<ConfigException>(() => NotifySocket.Open("/" + new string('a', 200), Assert.Fail));

    [Fact]
    public void A_manager_that_is_gone_is_told_of_once_and_stops_nothing()
    {
        var told = new List<string>();
        using var socket = NotifySocket.Open(_folder.Of("nobody"), told.Add);
        socket!.Send("WATCHDOG=1");
        socket.Send("WATCHDOG=1");
        Assert.StartsWith("the service manager cannot be told", Assert.Single(told), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
