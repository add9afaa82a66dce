using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

public sealed class LaneTests : LaneContract
{
    [Fact]
    public void A_record_written_in_place_is_seen_after_it_was_published()
    {
        var lane = new Lane<Payload>(4);
        Assert.True(lane.TryClaim(2));
        lane.Claimed(0).Fill(5);
        lane.Claimed(1).Fill(6);
        Assert.Equal(0, lane.Reader.Available(4));
        lane.Publish();

        Assert.Equal(2, lane.Reader.Available(4));
        lane.Reader.PeekOrNull(0).AssertIs(5);
        lane.Reader.PeekOrNull(1).AssertIs(6);
        Assert.Equal(2, lane.Published);
    }

    [Fact]
    public void A_record_type_without_room_for_the_stamp_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Lane<int>(4));

    private protected override ISubject Create(int capacity) => new Subject(new Lane<Payload>(capacity));

    private sealed class Subject(Lane<Payload> lane) : ISubject
    {
        public LaneReader<Payload> Reader => lane.Reader;

        public bool TryWrite(in Payload record) => lane.TryWrite(in record);

        public bool TryWriteRun(ReadOnlySpan<Payload> records) => lane.TryWriteRun(records);
    }
}
