using System.Text;
using Engine.Core.Events;
using Engine.Core.Journal;

namespace Engine.Core.Replay;

/// <summary>Finds the configuration that a run was started with: every run journals it right after its start.</summary>
public static class JournalConfig
{
    private const int RecordsToLookThrough = 1_024;

    /// <summary>The canonical text, or null if the run died before it was journaled.</summary>
    public static string? Find(IJournalStorage storage, JournalRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.End is { } end && end.LastSequence < run.FirstSequence) return null;

        using var reader = JournalReader.Open(storage, run.FirstSequence);
        var text = new StringBuilder();
        var isFound = false;
        var seen = 0;
        while (seen < RecordsToLookThrough)
        {
            var records = reader.Read();
            if (records.IsEmpty) break;
            foreach (ref readonly var record in records)
            {
                seen++;
                if (record.Kind == EventKind.ConfigApplied && !record.IsContinuation) isFound = true;
                else if (isFound && record.Kind == EventKind.ConfigApplied) text.Append(AsciiText.Read(record.Text.Bytes));
                else if (isFound) return text.ToString();
                if (isFound && record.IsLastOfGroup) return text.ToString();
            }
        }
        return null;
    }
}
