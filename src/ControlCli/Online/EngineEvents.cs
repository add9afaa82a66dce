using System.Runtime.CompilerServices;
using System.Text;
using ControlCli.Output;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Online;

/// <summary>Reads events of a running engine, and their fields by name.</summary>
internal static class EngineEvents
{
    /// <summary>All that the request lets pass, batch by batch; ends with the stream.</summary>
    public static async IAsyncEnumerable<V1.EventBatch> ReadAsync(
        EngineLink link, V1.ReadEventsRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var stream = link.Journal.ReadEvents(request, cancellationToken: cancel);
        while (await stream.ResponseStream.MoveNext(cancel)) yield return stream.ResponseStream.Current;
    }

    /// <summary>Everything that is there now.</summary>
    public static async Task<List<V1.EngineEvent>> CollectAsync(
        EngineLink link, V1.ReadEventsRequest request, CancellationToken cancel)
    {
        var events = new List<V1.EngineEvent>();
        await foreach (var batch in ReadAsync(link, request, cancel)) events.AddRange(batch.Events);
        return events;
    }

    /// <summary>The value of a field; empty if it is absent. Case does not matter.</summary>
    public static string Field(V1.EngineEvent record, string name) => record.Fields
        .FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))?.Value ?? "";

    /// <summary>A whole number; nothing if it is absent.</summary>
    public static Cell Number(V1.EngineEvent record, string name) =>
        long.TryParse(Field(record, name), System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? Cell.Whole(value) : Cell.Empty with { IsNumber = true };

    /// <summary>A decimal, exact as the engine wrote it.</summary>
    public static Cell Decimal(V1.EngineEvent record, string name) =>
        Cell.Of(Field(record, name)) with { IsNumber = true };

    /// <summary>What the record says, on one line: every field that says something.</summary>
    public static string Summary(IEnumerable<(string Name, string Value)> fields)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            if (value is "" or "0" or "None" || value.All(c => c == '0')) continue;
            text.Append(text.Length > 0 ? " " : "").Append(char.ToLowerInvariant(name[0])).Append(name.AsSpan(1))
                .Append('=').Append(value.ReplaceLineEndings("\\n"));
        }
        return text.ToString();
    }
}
