using System.Buffers;
using System.Text;
using System.Text.Json;
using ControlCli.Output;
using Engine.Core.Events;

namespace ControlCli.Journals;

/// <summary>Records as JSON, one object per line.</summary>
internal sealed class JsonRecordWriter(TextWriter writer) : IRecordWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public void Write(in EngineEvent record, JournalNames names)
    {
        using (var json = new Utf8JsonWriter(_buffer, JsonText.OneLine)) RecordFields.WriteJson(json, in record, names);
        writer.WriteLine(Encoding.UTF8.GetString(_buffer.WrittenSpan));
        _buffer.ResetWrittenCount();
    }
}
