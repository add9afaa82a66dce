using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// What the journal already has of a source whose SourceOpened is in it. The source reads again from the start and
/// suppresses that much.
/// </summary>
/// <param name="LastRow">Source row of the last journaled row; 0 if none.</param>
/// <param name="DefinitionsSeen">Instrument definitions journaled from this source's lane.</param>
/// <param name="FileSha256">From the journaled SourceOpened; another hash of the file is refused.</param>
public sealed record ResumePoint(long LastRow, int DefinitionsSeen, Sha256Text FileSha256)
{
    /// <summary>From the journaled SourceOpened; other options are refused. Null: not compared.</summary>
    public long? OptionsHash { get; init; }

    /// <summary>SourceEnded is journaled too: the source has nothing more to say.</summary>
    public bool HasEnded { get; init; }
}
