using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Replay;
using Xunit;

namespace Engine.Core.Tests.Replay;

/// <summary>Goal: whatever a journal can hold, somebody can read it.</summary>
public sealed class EventDescriberTests
{
    [Fact]
    public void Every_kind_has_its_payload()
    {
        foreach (var kind in Enum.GetValues<EventKind>())
            Assert.True(kind == EventKind.None || EventDescriber.PayloadTypeOf(kind) is not null, $"{kind}");
    }

    [Fact]
    public void Every_byte_of_a_payload_that_belongs_to_a_field_shows_in_a_comparison()
    {
        foreach (var kind in Enum.GetValues<EventKind>().Where(kind => kind != EventKind.None))
        {
            var first = new EngineEvent { Kind = kind };
            foreach (var field in EventDescriber.PayloadTypeOf(kind)!.GetFields().Where(f =>
                !f.IsLiteral && !f.IsStatic))
            {
                var second = first;
                var offset = EngineEvent.PayloadOffset + (int)Marshal.OffsetOf(field.DeclaringType!, field.Name);
                MemoryMarshal.AsBytes(new Span<EngineEvent>(ref second))[offset] = (byte)'A';
                var differences = EventDescriber.Compare(in first, in second);
                Assert.True(differences.Any(d => d.Name == field.Name), $"{kind}.{field.Name}");
            }
        }
    }

    [Fact]
    public void Continuation_records_show_their_text()
    {
        var e = new EngineEvent { Kind = EventKind.ConfigApplied, Flags = EventFlags.Continuation };
        AsciiText.Write("a=1", e.Text.Bytes);
        Assert.Contains(("Text", "a=1"), EventDescriber.Describe(in e));
    }
}
