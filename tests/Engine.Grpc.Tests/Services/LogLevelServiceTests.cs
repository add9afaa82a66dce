using Engine.Core.Events;
using Engine.Core.Journal;
using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

public sealed class LogLevelServiceTests
{
    [Fact]
    public async Task A_level_is_in_force_with_its_answer_and_journaled_with_who_and_why()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        Assert.Equal(LogVerbosity.Information, bench.Log.Levels.InForce);
        var dry = bench.Head();
        dry.DryRun = true;
        Assert.NotEmpty((await SetAsync(bench, Wire.LogLevel.Debug, dry)).Effects);
        Assert.Equal(LogVerbosity.Information, bench.Log.Levels.InForce);

        bench.Expected.Add(""); // Whatever the server has to say of its connections.
        var head = bench.Head("a client cannot connect");
        var reply = await SetAsync(bench, Wire.LogLevel.Debug, head);
        Assert.Equal((0, false), (reply.Code, reply.IsRepeat));
        Assert.Equal(LogVerbosity.Debug, bench.Log.Levels.InForce);
        Assert.True((await SetAsync(bench, Wire.LogLevel.Debug, head)).IsRepeat);
        Assert.Equal("AlreadyInForce", (await SetAsync(bench, Wire.LogLevel.Debug, bench.Head())).CodeName);
        await bench.UntilAsync(status => status.LogLevel == Wire.LogLevel.Debug);

        using var reader = JournalReader.Open(new DiskStorage(bench.Folder), reply.Sequence);
        var command = Core.Control.JournaledCommand.Read(reader.ReadUpTo(bench.Engine.DurableSequence))!;
        Assert.Equal(
            ("local", "a client cannot connect", LogVerbosity.Debug),
            (command.Principal, command.Reason, command.Head.LogLevel.Level));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-1)]
    public async Task A_level_that_there_is_not_is_an_invalid_argument(int level)
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var refused = await ControlBench.RefusedAsync(
            StatusCode.InvalidArgument, async () => await SetAsync(bench, (Wire.LogLevel)level, bench.Head()));
        Assert.StartsWith("level: ", refused.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<Wire.CommandReply> SetAsync(
        ControlBench bench, Wire.LogLevel level, Wire.CommandHead head) =>
        await bench.Control.SetLogLevelAsync(new Wire.SetLogLevelRequest { Head = head, Level = level });
}
