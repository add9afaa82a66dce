using System.Security.Cryptography;
using System.Text;
using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>Builds the inputs that are not rows.</summary>
internal static class SourceRecords
{
    /// <summary>SourceOpened and the continuation records with the path in UTF-8.</summary>
    public static EngineEvent[] Opened(in SourcePayload payload, string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        var records = new EngineEvent[1 + ((bytes.Length + TextBytes88.SizeInBytes - 1) / TextBytes88.SizeInBytes)];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = Head(EventKind.SourceOpened, payload.EventTimeNs);
            if (i == 0) continue;

            records[i].Flags = EventFlags.Continuation;
            var rest = bytes.AsSpan((i - 1) * TextBytes88.SizeInBytes);
            rest[..Math.Min(rest.Length, TextBytes88.SizeInBytes)].CopyTo(records[i].Text.Bytes);
        }
        records[0].Source = payload;
        records[0].Source.PathBytes = bytes.Length;
        return records;
    }

    public static EngineEvent Ended(in SourcePayload payload)
    {
        var record = Head(EventKind.SourceEnded, payload.EventTimeNs);
        record.Source = payload;
        return record;
    }

    /// <summary>The definition that goes right before the first row of its symbol.</summary>
    public static EngineEvent Defined(in InstrumentPayload definition, long eventTimeNs)
    {
        var record = Head(EventKind.InstrumentDefined, eventTimeNs);
        record.InstrumentId = definition.LocalId;
        record.Instrument = definition;
        return record;
    }

    /// <summary>First eight bytes of the SHA-256 of the options as text.</summary>
    public static long HashOptions(string text) =>
        BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <exception cref="SourceFileException">The file or the options are not those of the journal.</exception>
    public static void CheckResume(string path, ResumePoint resume, in Sha256Text sha256, long optionsHash)
    {
        ReadOnlySpan<byte> found = sha256;
        var journaledSha256 = resume.FileSha256;
        ReadOnlySpan<byte> expected = journaledSha256;
        if (!expected.SequenceEqual(found))
        {
            throw new SourceFileException(path,
                $"has SHA-256 {Convert.ToHexStringLower(found)}, "
                + $"the journal was written from {Convert.ToHexStringLower(expected)}",
                "restore the file, or start a new journal");
        }
        if (resume.OptionsHash is { } journaled && journaled != optionsHash)
        {
            throw new SourceFileException(path,
                $"is read with options of hash {optionsHash:x16}, the journal with {journaled:x16}",
                "restore the options, or start a new journal");
        }
    }

    private static EngineEvent Head(EventKind kind, long eventTimeNs) => new()
    {
        Kind = kind,
        SchemaVersion = EngineEvent.CurrentSchemaVersion,
        InstrumentId = -1,
        TimestampNs = eventTimeNs,
    };
}
