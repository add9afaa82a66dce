using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// What the journal already has of a source whose SourceOpened is in it. The source reads again from the start and
/// suppresses that much.
/// </summary>
/// <param name="lastRow">Source row of the last journaled row; 0 if none.</param>
/// <param name="definitionsSeen">Instrument definitions journaled from this source's lane.</param>
/// <param name="fileSha256">From the journaled SourceOpened; another hash of the file is refused.</param>
public sealed class ResumePoint(long lastRow, int definitionsSeen, Sha256Text fileSha256)
{
    public long LastRow { get; } = lastRow;

    public int DefinitionsSeen { get; } = definitionsSeen;

    public Sha256Text FileSha256 { get; } = fileSha256;

    /// <summary>From the journaled SourceOpened; other options are refused. Null: not compared.</summary>
    public long? OptionsHash { get; init; }

    /// <summary>SourceEnded is journaled too: the source has nothing more to say.</summary>
    public bool HasEnded { get; init; }
}
