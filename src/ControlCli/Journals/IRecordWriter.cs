using Engine.Core.Events;

namespace ControlCli.Journals;

/// <summary>Writes records for other programs.</summary>
internal interface IRecordWriter
{
    void Write(in EngineEvent record, JournalNames names);
}
