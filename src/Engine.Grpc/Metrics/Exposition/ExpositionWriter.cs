using System.Buffers;
using System.Globalization;
using System.Text;
using Engine.Core.Metrics;

namespace Engine.Grpc.Metrics.Exposition;

/// <summary>Writes metrics as text, family by family, in either format. Keeps its memory from one scrape to the
/// next.</summary>
internal sealed class ExpositionWriter
{
    private const int InitialBytes = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _text = new(InitialBytes);
    private ExpositionFormat _format;

    public ReadOnlySpan<byte> Written => _text.WrittenSpan;

    private bool IsOpenMetrics => _format == ExpositionFormat.OpenMetrics;

    public void Begin(ExpositionFormat format)
    {
        _text.ResetWrittenCount();
        _format = format;
    }

    public void End()
    {
        if (IsOpenMetrics) Put("# EOF\n");
    }

    /// <summary>What a family is; its samples follow.</summary>
    /// <param name="name">Without unit.</param>
    /// <returns>The name that samples without a suffix of their own have.</returns>
    public string Head(string name, MetricKind kind, MetricUnit unit, string help)
    {
        var family = MetricNames.Family(name, unit);
        var sample = kind == MetricKind.Counter ? family + MetricNames.TotalSuffix : family;
        var described = IsOpenMetrics ? family : sample; // The older format describes samples, the newer families.
        Put("# TYPE ", described, " ", kind.ToString().ToLowerInvariant(), "\n");
        if (IsOpenMetrics && unit != MetricUnit.None)
            Put("# UNIT ", described, " ", MetricNames.OpenMetricsUnit(unit), "\n");
        Put("# HELP ", described, " ");
        PutEscaped(help, isLabel: IsOpenMetrics);
        Put("\n");
        return sample;
    }

    /// <param name="labels">Names and values.</param>
    public void Sample(string name, ReadOnlySpan<KeyValuePair<string, string>> labels, double value)
    {
        PutSeries(name, labels);
        Put(" ", Number(value), "\n");
    }

    /// <param name="exemplars">Null if there are none to be had.</param>
    /// <param name="toUnixSeconds">Of the ticks of an exemplar.</param>
    public void Histogram(
        string name, string label, LatencyBuckets histogram, OrderExemplars? exemplars,
        Func<long, double> toUnixSeconds)
    {
        var span = new KeyValuePair<string, string>(label, histogram.Entry.Name);
        for (var i = 0; i < histogram.Cumulative.Count; i++)
        {
            PutSeries(name + "_bucket", [span, new(EngineMeters.BoundLabel, LatencyBuckets.BoundText(i))]);
            Put(" ", Number(histogram.Cumulative[i]));
            if (IsOpenMetrics && exemplars is not null && exemplars.TryRead(i, out var exemplar))
                PutExemplar(in exemplar, toUnixSeconds(exemplar.Ticks));
            Put("\n");
        }
        Sample(name + "_sum", [span], histogram.SumSeconds);
        Sample(name + "_count", [span], histogram.Count);
    }

    /// <summary>A number as both formats read it.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsPositiveInfinity(value)) return "+Inf";
        if (double.IsNegativeInfinity(value)) return "-Inf";
        return value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
    }

    private void PutExemplar(in OrderExemplar exemplar, double unixSeconds) =>
        Put(string.Create(CultureInfo.InvariantCulture,
            $" # {{order_id=\"{exemplar.OrderId}\",journal_sequence=\"{exemplar.JournalSequence}\"}} "
            + $"{Number(exemplar.ValueNs / 1e9)} {unixSeconds:F3}"));

    private void PutSeries(string name, ReadOnlySpan<KeyValuePair<string, string>> labels)
    {
        Put(name);
        if (labels.IsEmpty) return;

        for (var i = 0; i < labels.Length; i++)
        {
            Put(i == 0 ? "{" : ",", labels[i].Key, "=\"");
            PutEscaped(labels[i].Value, isLabel: true);
            Put("\"");
        }
        Put("}");
    }

    // Line feed and backslash everywhere; quotes where a text is quoted.
    private void PutEscaped(string text, bool isLabel)
    {
        if (!text.AsSpan().ContainsAny('\\', '\n', '"'))
        {
            Put(text);
            return;
        }
        text = text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        Put(isLabel ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text);
    }

    private void Put(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts) Encoding.UTF8.GetBytes(part, _text);
    }
}
