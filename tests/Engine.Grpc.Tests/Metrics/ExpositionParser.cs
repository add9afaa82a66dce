using System.Globalization;
using System.Text.RegularExpressions;

namespace Engine.Grpc.Tests.Metrics;

/// <summary>
/// Reads an exposition as strictly as the formats allow, and a bit more: each family is described in full before its
/// samples, has some, and comes once; each series comes once; histograms add up.
/// </summary>
internal sealed partial class ExpositionParser
{
    private readonly bool _isOpenMetrics;
    private readonly List<ParsedFamily> _families = [];
    private readonly HashSet<string> _series = new(StringComparer.Ordinal);
    private string _name = "";
    private string _type = "";
    private string _unit = "";
    private string? _help;
    private List<ParsedSample> _samples = [];

    private ExpositionParser(bool isOpenMetrics) => _isOpenMetrics = isOpenMetrics;

    /// <exception cref="FormatException">The line that is wrong, and why.</exception>
    public static IReadOnlyDictionary<string, ParsedFamily> Parse(string text, bool isOpenMetrics)
    {
        var parser = new ExpositionParser(isOpenMetrics);
        if (!text.EndsWith('\n')) throw new FormatException("The last line has no end.");
        var lines = text[..^1].Split('\n');
        if (isOpenMetrics)
        {
            if (lines[^1] != "# EOF") throw new FormatException("No # EOF.");
            lines = lines[..^1];
        }
        foreach (var line in lines)
        {
            try
            {
                parser.Take(line);
            }
            catch (FormatException exception)
            {
                throw new FormatException($"{exception.Message} in: {line}");
            }
        }
        parser.EndFamily();
        return parser._families.ToDictionary(family => family.Name, StringComparer.Ordinal);
    }

    private void Take(string line)
    {
        if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) BeginFamily(line[7..].Split(' '));
        else if (line.StartsWith("# UNIT ", StringComparison.Ordinal)) TakeUnit(line[7..].Split(' '));
        else if (line.StartsWith("# HELP ", StringComparison.Ordinal)) TakeHelp(line[7..]);
        else if (line.StartsWith('#')) throw new FormatException("A comment");
        else TakeSample(line);
    }

    private void BeginFamily(string[] words)
    {
        EndFamily();
        if (words.Length != 2 || !NamePattern().IsMatch(words[0])) throw new FormatException("A bad name");
        if (words[1] is not ("counter" or "gauge" or "histogram")) throw new FormatException("An unknown type");
        if (_families.Any(family => family.Name == words[0])) throw new FormatException("A family that came before");
        (_name, _type, _unit, _help, _samples) = (words[0], words[1], "", null, []);
        if (!_isOpenMetrics && _type == "counter" && !_name.EndsWith("_total", StringComparison.Ordinal))
            throw new FormatException("A counter without _total");
    }

    private void TakeUnit(string[] words)
    {
        if (!_isOpenMetrics || words.Length != 2 || words[0] != _name || _samples.Count > 0)
            throw new FormatException("A unit out of place");
        _unit = words[1];
        if (!_name.EndsWith("_" + _unit, StringComparison.Ordinal)) throw new FormatException("A unit not in the name");
    }

    private void TakeHelp(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        if (end < 0 || text[..end] != _name || _help is not null || _samples.Count > 0)
            throw new FormatException("A help out of place");
        _help = Unescaped(text[(end + 1)..], isQuoted: _isOpenMetrics);
    }

    private void TakeSample(string line)
    {
        if (_help is null) throw new FormatException("A sample of a family that was not described");
        var match = SamplePattern().Match(line);
        if (!match.Success) throw new FormatException("No sample");
        var sample = new ParsedSample(
            match.Groups["name"].Value, Labels(match.Groups["labels"].Value), Number(match.Groups["value"].Value),
            Exemplar(match));
        CheckName(sample);
        if (!_series.Add(sample.Series)) throw new FormatException("A series that came before");
        _samples.Add(sample);
    }

    private void CheckName(ParsedSample sample)
    {
        var suffixes = _type switch
        {
            "histogram" => new[] { "_bucket", "_sum", "_count" },
            "counter" when _isOpenMetrics => ["_total"],
            _ => [""],
        };
        if (!suffixes.Any(suffix => sample.Name == _name + suffix)) throw new FormatException("A name of no family");
        if (_type == "counter" && (double.IsNaN(sample.Value) || sample.Value < 0))
            throw new FormatException("A counter that is no count");
        if (sample.Exemplar is null) return;
        if (!_isOpenMetrics || !sample.Name.EndsWith("_bucket", StringComparison.Ordinal))
            throw new FormatException("An exemplar out of place");
        if (sample.Exemplar.Value > Number(sample["le"])) throw new FormatException("An exemplar above its bucket");
    }

    private void EndFamily()
    {
        if (_name.Length == 0) return;
        if (_help is null || _samples.Count == 0)
            throw new FormatException($"{_name} is described and has no samples.");
        if (_type == "histogram") CheckHistograms();
        _families.Add(new ParsedFamily(_name, _type, _unit, _help, _samples));
        _name = "";
    }

    private void CheckHistograms()
    {
        foreach (var group in _samples.GroupBy(sample => string.Join(
                     ",", sample.Labels.Where(label => label.Key != "le").Select(l => $"{l.Key}={l.Value}"))))
        {
            var buckets = group.Where(s => s.Name == _name + "_bucket").ToArray();
            var bounds = buckets.Select(bucket => Number(bucket["le"])).ToArray();
            if (bounds.Length == 0 || !double.IsPositiveInfinity(bounds[^1]))
                throw new FormatException($"{group.Key} has no last bucket.");
            for (var i = 1; i < bounds.Length; i++)
            {
                if (bounds[i] <= bounds[i - 1] || buckets[i].Value < buckets[i - 1].Value)
                    throw new FormatException($"{group.Key} does not ascend at {bounds[i]}.");
                if (buckets[i].Exemplar is { } exemplar && exemplar.Value <= bounds[i - 1])
                    throw new FormatException($"{group.Key} has an exemplar below its bucket {bounds[i]}.");
            }
            if (group.Single(s => s.Name == _name + "_count").Value != buckets[^1].Value)
                throw new FormatException($"{group.Key} counts otherwise than its buckets.");
            if (group.Single(s => s.Name == _name + "_sum").Value < 0)
                throw new FormatException($"{group.Key} has a sum below zero.");
        }
    }

    private static ParsedExemplar? Exemplar(Match match)
    {
        if (!match.Groups["exemplarValue"].Success) return null;
        var labels = Labels(match.Groups["exemplarLabels"].Value);
        if (labels.Sum(label => label.Key.Length + label.Value.Length) > 128)
            throw new FormatException("An exemplar with too many characters");
        var time = match.Groups["exemplarTime"];
        return new ParsedExemplar(
            labels, Number(match.Groups["exemplarValue"].Value), time.Success ? Number(time.Value) : null);
    }

    private static Dictionary<string, string> Labels(string text)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var read = 0;
        foreach (Match match in LabelPattern().Matches(text))
        {
            if (match.Index != read) throw new FormatException("Labels that cannot be read");
            read += match.Length;
            if (!labels.TryAdd(match.Groups["name"].Value, Unescaped(match.Groups["value"].Value, isQuoted: true)))
                throw new FormatException("A label twice");
        }
        return read == text.Length ? labels : throw new FormatException("Labels that cannot be read");
    }

    private static string Unescaped(string text, bool isQuoted)
    {
        var plain = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (isQuoted && text[i] == '"') throw new FormatException("A bare quote");
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }
            plain.Append((i + 1 < text.Length ? text[++i] : ' ') switch
            {
                'n' => '\n',
                '\\' => '\\',
                '"' when isQuoted => '"',
                _ => throw new FormatException("An unknown escape"),
            });
        }
        return plain.ToString();
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ when NumberPattern().IsMatch(text) => double.Parse(text, CultureInfo.InvariantCulture),
        _ => throw new FormatException("No number"),
    };

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?$")]
    private static partial Regex NumberPattern();

    [GeneratedRegex("""(^|,)(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>([^"\\]|\\.)*)"(?=,|$)""")]
    private static partial Regex LabelPattern();

    [GeneratedRegex("""
        ^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>([^"}]|"([^"\\]|\\.)*")*)\})?\ (?<value>[^ ]+)
        (\ \#\ \{(?<exemplarLabels>([^"}]|"([^"\\]|\\.)*")*)\}\ (?<exemplarValue>[^ ]+)(\ (?<exemplarTime>[^ ]+))?)?$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex SamplePattern();
}
