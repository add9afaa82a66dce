using Engine.Core.Events;

namespace ControlCli.Journals;

/// <summary>Sees one record after the other; false ends the walk.</summary>
internal delegate bool RecordVisitor(in EngineEvent record);
