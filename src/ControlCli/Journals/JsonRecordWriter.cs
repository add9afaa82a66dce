using System.Buffers;
using System.Text;
using System.Text.Json;
using ControlCli.Output;
using Engine.Core.Events;

namespace ControlCli.Journals;

/// <summary>Records as JSON, one object per line.</summary>
internal sealed class JsonRecordWriter : IRecordWriter
{
    private readonly TextWriter _writer;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    public JsonRecordWriter(TextWriter writer)
    {
        _writer = writer;
        _json = new Utf8JsonWriter(_buffer, JsonText.OneLine);
    }

    public void Write(in EngineEvent record, JournalNames names)
    {
        RecordFields.WriteJson(_json, in record, names);
        _json.Flush();
        _writer.WriteLine(Encoding.UTF8.GetString(_buffer.WrittenSpan));
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
    }
}
